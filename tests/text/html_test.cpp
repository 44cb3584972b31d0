#include "text/html.h"

#include <doctest/doctest.h>

#include <string>

using mizan::text::html_to_text;

TEST_CASE("blocks stand in lines of their own, and inline tags leave no trace") {
    CHECK(html_to_text("<p>The <b>ros</b>es</p><p>and\n  tulips</p>") == "The roses\n\nand tulips");
    CHECK(html_to_text("one<br>two<BR/>three") == "one\ntwo\nthree");
    CHECK(html_to_text("<ul><li>a</li><li>b</li></ul>") == "a\n\nb");
    CHECK(html_to_text("<div><div><p> x </p></div></div>") == "x");
    CHECK(html_to_text("plain words") == "plain words");
    CHECK(html_to_text("").empty());
    CHECK(html_to_text("<p></p> <br>").empty());
}

TEST_CASE("a quotation is known for one by its lines") {
    CHECK(html_to_text("<blockquote><p>They said so.</p><p>Twice.</p></blockquote>I object.") ==
          "> They said so.\n\n> Twice.\n\nI object.");
    CHECK(html_to_text("<blockquote>a<blockquote>b</blockquote>c</blockquote>") ==
          "> a\n\n> > b\n\n> c");
    CHECK(html_to_text("</blockquote>a") == "a");
}

TEST_CASE("character references are read once") {
    CHECK(html_to_text("Tom &amp; Ann &lt;b&gt; &#8217;&#x1F600; &unknown; &amp;lt;") ==
          "Tom & Ann <b> \xE2\x80\x99\xF0\x9F\x98\x80 &unknown; &lt;");
}

TEST_CASE("what nobody reads is left out, and nothing can be hidden behind a broken tag") {
    CHECK(html_to_text("a<!-- no > -->b<script>if (a</b) x()</script>c<STYLE>p{}</style >d") ==
          "abcd");
    CHECK(html_to_text("a<script>never closed") == "a");
    CHECK(html_to_text("a < b, 1<2, <3 and <") == "a < b, 1<2, <3 and <");
    CHECK(html_to_text("weeds <a href=\"x") == "weeds <a href=\"x");
    CHECK(html_to_text("<!-- open, weeds") == "<!-- open, weeds");
    CHECK(html_to_text("<a title=\"1 > 2\" href='>'>link</a>") == "link");
    CHECK(html_to_text("<p class=\"x\" \">said") == "said");
}

TEST_CASE("a comment ends where a browser ends it") {
    CHECK(html_to_text("<!-->shown<!-- -->") == "shown");
    CHECK(html_to_text("<!--->shown<!-- -->") == "shown");
    CHECK(html_to_text("<!---->shown<!-- -->") == "shown");
    CHECK(html_to_text("<!-- no --!>shown<!-- -->") == "shown");
    CHECK(html_to_text("<!----!>shown<!-- -->") == "shown");
    CHECK(html_to_text("<!-- no --->shown<!-- -->") == "shown");
    CHECK(html_to_text("<!---!>no-->shown") == "shown");
    CHECK(html_to_text("<!-- no - > no -- > no ->no-->shown") == "shown");
    CHECK(html_to_text("<!-- open --!").ends_with("open --!"));
    CHECK(html_to_text("<!-- open --").ends_with("open --"));
}

TEST_CASE("a quote is believed where a browser believes it") {
    for (const char* tag : {"<p =\">", "<p x==\">", "<p x=y=\">", "<p x=y\">", "<p x= y=\">",
                            "<p \">", "<p x\">", "<p=\">", "<p/=\">", "<p<x=\">", "<p x=\"\"=\">",
                            "<!x y=\">", "<?x y=\">", "</p =\">", "<p x=/=\">", "<p x='\"'y\">"})
        CHECK_MESSAGE(html_to_text(std::string(tag) + "shown<p x=\"\">") == "shown", tag);
    for (const char* tag : {"<p x=\">no\">", "<p x = '>no'>", "<p/x=\">no\">", "<p x/y=\n\">no\">",
                            "<p x=\"\"y=\">no\">", "<p =x=\">no\">", "<p x=y z='\">no'>"})
        CHECK_MESSAGE(html_to_text(std::string(tag) + "shown") == "shown", tag);
    // Nor does what stands in a quoted value hide what follows it.
    CHECK(html_to_text("<p x = \"><script>\">shown") == "shown");
    CHECK(html_to_text("<script<x>shown") == "shown");
}

TEST_CASE("what is broken over and over costs no more than its length") {
    for (const std::string piece :
         {"<a", "<a ", "<!--", "<a =\"", "<a ='\"", "<a x=\"", "<a<", "<!-- --", "<!x",
          "<script></x<", "</x", "<script>", "<script></x", "&", "<blockquote>"}) {
        std::string html;
        while (html.size() < (1u << 20)) html += piece;
        CHECK(html_to_text(html).size() <= 20 * html.size());
        CHECK(html_to_text(html + ">").size() <= 20 * html.size());
    }
}
