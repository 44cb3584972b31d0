// The commonest words of some languages, folded, with about how many of a million words they are: for estimates of cost only,
// so that the order of magnitude is all that matters. Rounded from published counts, for English those of the British
// National Corpus (Leech, Rayson and Wilson 2001), "I" and "you" as often as people write them to one another.
#pragma once

#include <cstdint>
#include <string_view>

namespace mizan::policy {

struct CommonWord {
    std::string_view language;
    std::string_view word;
    std::uint32_t per_million = 0;
};

// clang-format off
inline constexpr CommonWord kCommonWords[] = {
    {"en", "the", 62000}, {"en", "of", 29000}, {"en", "and", 27000}, {"en", "to", 26000}, {"en", "a", 22000},
    {"en", "in", 18000}, {"en", "i", 15000}, {"en", "is", 12000}, {"en", "it", 11000}, {"en", "that", 11000},
    {"en", "you", 11000}, {"en", "was", 9200}, {"en", "'s", 9000}, {"en", "for", 8400}, {"en", "he", 6800}, {"en", "as", 6700},
    {"en", "be", 6600}, {"en", "with", 6600}, {"en", "on", 6500}, {"en", "by", 5100}, {"en", "at", 4800}, {"en", "have", 4700},
    {"en", "are", 4700}, {"en", "not", 4600}, {"en", "this", 4600}, {"en", "but", 4600}, {"en", "had", 4500},
    {"en", "they", 4300}, {"en", "his", 4300}, {"en", "from", 4100}, {"en", "she", 3800}, {"en", "which", 3700},
    {"en", "or", 3700}, {"en", "we", 3600}, {"en", "an", 3400}, {"en", "her", 3300}, {"en", "one", 3300}, {"en", "n't", 3300},
    {"en", "were", 3200}, {"en", "do", 2800}, {"en", "been", 2700}, {"en", "their", 2600}, {"en", "has", 2600},
    {"en", "would", 2600}, {"en", "there", 2500}, {"en", "what", 2500}, {"en", "will", 2500}, {"en", "all", 2400},
    {"en", "if", 2400}, {"en", "can", 2400}, {"en", "said", 2100}, {"en", "who", 2100}, {"en", "so", 2000}, {"en", "up", 1800},
    {"en", "them", 1700}, {"en", "some", 1700}, {"en", "when", 1700}, {"en", "could", 1700}, {"en", "him", 1600},
    {"en", "into", 1600}, {"en", "its", 1600}, {"en", "then", 1600}, {"en", "two", 1600}, {"en", "out", 1500},
    {"en", "time", 1500}, {"en", "my", 1500}, {"en", "about", 1500}, {"en", "like", 1500}, {"en", "did", 1400},
    {"en", "your", 1400}, {"en", "now", 1400}, {"en", "me", 1400}, {"en", "no", 1300}, {"en", "other", 1300},
    {"en", "only", 1300}, {"en", "just", 1300}, {"en", "more", 1300}, {"en", "these", 1300}, {"en", "also", 1200},
    {"en", "people", 1200}, {"en", "know", 1200}, {"en", "any", 1200}, {"en", "first", 1200}, {"en", "see", 1200},
    {"en", "very", 1200}, {"en", "'m", 1200}, {"en", "new", 1100}, {"en", "may", 1100}, {"en", "well", 1100},
    {"en", "should", 1100}, {"en", "than", 1000}, {"en", "how", 1000}, {"en", "get", 1000}, {"en", "'re", 1000},
    {"en", "way", 960}, {"en", "where", 960}, {"en", "our", 950}, {"en", "made", 940}, {"en", "got", 930}, {"en", "after", 930},
    {"en", "think", 920}, {"en", "between", 900}, {"en", "many", 900}, {"en", "years", 900}, {"en", "'ve", 900},
    {"en", "go", 880}, {"en", "those", 880}, {"en", "being", 860}, {"en", "before", 860}, {"en", "because", 850},
    {"en", "down", 850}, {"en", "yeah", 830}, {"en", "good", 800}, {"en", "am", 800}, {"en", "back", 790}, {"en", "make", 790},
    {"en", "such", 760}, {"en", "over", 740}, {"en", "through", 740}, {"en", "year", 730}, {"en", "'ll", 730},
    {"en", "still", 720}, {"en", "must", 720}, {"en", "even", 720}, {"en", "take", 720}, {"en", "day", 710}, {"en", "too", 700},
    {"en", "come", 700}, {"en", "here", 700}, {"en", "own", 700}, {"en", "little", 700}, {"en", "last", 690},
    {"en", "never", 680}, {"en", "say", 680}, {"en", "most", 680}, {"en", "off", 670}, {"en", "put", 670}, {"en", "work", 650},
    {"en", "old", 650}, {"en", "great", 640}, {"en", "going", 630}, {"en", "both", 630}, {"en", "us", 620}, {"en", "much", 620},
    {"en", "right", 610}, {"en", "same", 610}, {"en", "might", 610}, {"en", "world", 600}, {"en", "another", 600},
    {"en", "while", 600}, {"en", "however", 600}, {"en", "long", 600}, {"en", "'d", 600}, {"en", "man", 580},
    {"en", "again", 580}, {"en", "want", 570}, {"en", "life", 570}, {"en", "under", 570}, {"en", "against", 560},
    {"en", "use", 550}, {"en", "does", 550}, {"en", "need", 540}, {"en", "look", 540}, {"en", "something", 520},
    {"en", "why", 510}, {"en", "house", 490}, {"en", "really", 480}, {"en", "always", 460}, {"en", "children", 460},
    {"en", "around", 450}, {"en", "give", 450}, {"en", "without", 440}, {"en", "since", 440}, {"en", "few", 440},
    {"en", "things", 410}, {"en", "every", 400}, {"en", "let", 370}, {"en", "men", 370}, {"en", "women", 370},
    {"en", "help", 370}, {"en", "nothing", 340}, {"en", "whole", 300}, {"en", "anything", 280}, {"en", "ever", 270},
    {"en", "tell", 270}, {"en", "everything", 190}, {"en", "someone", 190}, {"en", "everyone", 140},
    {"de", "die", 30000}, {"de", "der", 30000}, {"de", "und", 25000}, {"de", "in", 17000},
    {"de", "ich", 15000}, {"de", "das", 13000}, {"de", "den", 12000}, {"de", "zu", 12000},
    {"de", "ist", 12000},
    {"fr", "de", 45000}, {"fr", "la", 28000}, {"fr", "le", 22000}, {"fr", "et", 20000},
    {"fr", "les", 18000}, {"fr", "a", 17000}, {"fr", "des", 13000}, {"fr", "en", 13000},
    {"es", "de", 50000}, {"es", "la", 35000}, {"es", "que", 30000}, {"es", "el", 25000},
    {"es", "en", 25000}, {"es", "y", 25000}, {"es", "a", 20000}, {"es", "los", 15000},
    {"pt", "de", 45000}, {"pt", "a", 35000}, {"pt", "o", 30000}, {"pt", "que", 28000},
    {"pt", "e", 28000}, {"pt", "do", 18000}, {"pt", "da", 17000}, {"pt", "em", 15000},
    {"it", "di", 30000}, {"it", "e", 25000}, {"it", "che", 22000}, {"it", "la", 20000},
    {"it", "il", 19000}, {"it", "un", 14000}, {"it", "a", 14000},
    {"nl", "de", 45000}, {"nl", "van", 22000}, {"nl", "het", 22000}, {"nl", "een", 22000},
    {"nl", "en", 20000}, {"nl", "in", 17000},
};
// clang-format on

}  // namespace mizan::policy
