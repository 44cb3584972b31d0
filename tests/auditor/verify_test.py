"""`mizan-audit verify` on logs that none of our code made: from a folder and over the network, whole, damaged and forked."""

import functools
import http.server
import json
import pathlib
import shutil
import ssl
import subprocess
import threading

import made_log
import program


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Redirecting(Quiet):
    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", self.server.target + self.path)
        self.end_headers()


def serve(test, handler, tls=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    test.addCleanup(server.server_close)
    test.addCleanup(server.shutdown)
    return server


class Verify(program.AuditTest):
    def setUp(self):
        super().setUp()
        self.key = made_log.Key("log.example.org", "a log")
        self.witness = made_log.Key("witness.example.net", "a witness", kind=4)
        self.log = self.folder / "log"
        self.make(600)
        self.key_file = self.write("log.vkey", self.key.vkey + "\n")

    def make(self, count, changed=None, folder=None):
        entries = made_log.some_entries(count)
        if changed is not None:
            entries[changed] += b" "
        leaves = [made_log.leaf_hash(e) for e in entries]
        note = made_log.checkpoint(self.key, leaves, [self.witness])
        shutil.rmtree(folder or self.log, ignore_errors=True)
        made_log.write_log(folder or self.log, entries, note)
        return note

    def policy(self, *more):
        other = made_log.Key("other.example.com", "another", kind=4)
        return self.write("policy", "\n".join([f"log {self.key.vkey}", f"witness w {self.witness.vkey}",
                                               f"witness o {other.vkey}", *more]) + "\n")

    def test_whole_logs_of_any_size_hold(self):
        for count in (0, 1, 255, 256, 257, 600, 66000):
            self.make(count)
            out = self.audit("verify", self.log, "--key", self.key.vkey)
            self.assertTrue(out.startswith("YES: "), out)
            self.assertIn(f"size         {count} entr", out)

    def test_a_changed_byte_is_named(self):
        self.make(66000)
        for path, name in (("tile/entries/100", "entry 25"), ("tile/0/100", "hash"), ("tile/1/001.p/1", "hash 0"),
                           ("tile/2/000.p/1", "hash 0")):
            file = self.log / path
            whole = file.read_bytes()
            file.write_bytes(whole[:30] + bytes([whole[30] ^ 1]) + whole[31:])
            out = self.audit("verify", self.log, "--key", self.key_file, expect=7)
            self.assertIn("NO: the log is not what was signed: 1 fault.", out)
            self.assertIn(f"  {path}: ", out)
            self.assertIn(name, out)
            file.write_bytes(whole)

    def test_json_says_the_same(self):
        told = json.loads(self.audit("verify", self.log, "--key", self.key_file, "--json"))
        self.assertEqual((told["holds"], told["size"], told["entries"], told["faults"]), (True, 600, 600, 0))
        (self.log / "tile/0/001").unlink()
        told = json.loads(self.audit("verify", self.log, "--key", self.key_file, "--json", expect=7))
        self.assertEqual([(f["kind"], f["file"]) for f in told["findings"]], [("file", "tile/0/001")])

    def test_another_key_or_a_changed_checkpoint_is_no(self):
        other = made_log.Key("log.example.org", "somebody else")
        self.assertIn("NO: ", self.audit("verify", self.log, "--key", other.vkey, expect=7))
        note = (self.log / "checkpoint").read_text()
        (self.log / "checkpoint").write_text(note.replace("\n600\n", "\n599\n"))
        self.assertIn("NO: ", self.audit("verify", self.log, "--key", self.key_file, expect=7))

    def test_witnesses(self):
        out = self.audit("verify", self.log, "--witnesses", self.policy("quorum w"))
        self.assertIn("cosigned by  w, 2026-09-21T14:13:20Z", out)
        out = self.audit("verify", self.log, "--witnesses", self.policy("group all all w o", "quorum all"), expect=7)
        self.assertIn("cosigned by 1 of the 2 witnesses", out)

    def test_what_cannot_be_looked_at_is_no_verdict(self):
        for arguments, code in (((self.folder / "none", "--key", self.key.vkey), 4),
                                ((self.folder, "--key", self.key.vkey), 4),
                                ((self.log, "--key", "none"), 4),
                                ((self.log,), 2),
                                ((self.log, "--witnesses", self.write("p", "nonsense\n")), 4),
                                (("https://127.0.0.1:1/", "--key", self.key.vkey), 4),
                                (("https://user@host/", "--key", self.key.vkey), 4)):
            out = self.audit("verify", *arguments, expect=code)
            self.assertEqual(out, "")

    def test_a_log_that_grows_is_remembered(self):
        seen = self.folder / "seen"
        self.assertIn("nothing yet", self.audit("verify", self.log, "--key", self.key_file, "--remember", seen))
        note = self.make(700)
        out = self.audit("verify", self.log, "--key", self.key_file, "--remember", seen)
        self.assertIn("600 entries when last seen; they stand unchanged", out)
        self.assertEqual(seen.read_text(), note)
        self.make(500)
        self.assertIn("NO: ", self.audit("verify", self.log, "--key", self.key_file, "--remember", seen, expect=7))
        self.assertEqual(seen.read_text(), note)

    def test_a_fork_is_told_first_and_both_checkpoints_are_kept(self):
        seen = self.folder / "seen"
        self.audit("verify", self.log, "--key", self.key_file, "--remember", seen)
        before = seen.read_text()
        for count in (600, 700):
            note = self.make(count, changed=3)
            out = self.audit("verify", self.log, "--key", self.key_file, "--remember", seen, expect=7)
            self.assertTrue(out.startswith("FORK: "), out)
            self.assertEqual(seen.read_text(), before)
            self.assertIn(note, [p.read_text() for p in self.folder.glob("seen.fork-*")])

    def test_over_the_network(self):
        server = serve(self, functools.partial(Quiet, directory=self.folder))
        address = f"http://127.0.0.1:{server.server_port}/log"
        self.assertIn("YES: ", self.audit("verify", address, "--key", self.key_file))
        self.audit("verify", address + "/none", "--key", self.key_file, expect=4)
        redirecting = serve(self, Redirecting)
        redirecting.target = f"http://127.0.0.1:{server.server_port}"
        again = f"http://127.0.0.1:{redirecting.server_port}/log/"
        self.assertIn("YES: ", self.audit("verify", again, "--key", self.key_file))
        redirecting.target = f"http://127.0.0.1:{redirecting.server_port}"
        self.audit("verify", again, "--key", self.key_file, expect=4)
        (self.log / "tile/0/001").unlink()
        self.assertIn("tile/0/001: ", self.audit("verify", address, "--key", self.key_file, expect=7))

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        certificate, key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, key)
        server = serve(self, functools.partial(Quiet, directory=self.folder), tls)
        address = f"https://localhost:{server.server_port}/log"
        self.audit("verify", address, "--key", self.key_file, expect=4)
        trusted = {"SSL_CERT_FILE": str(certificate)}
        self.assertIn("YES: ", self.audit("verify", address, "--key", self.key_file, environment=trusted))


class Proofs(program.AuditTest):
    def setUp(self):
        super().setUp()
        subprocess.run(["python3", pathlib.Path(made_log.__file__), self.folder, "300"], check=True)
        self.receipt = self.folder / "receipt.tlog-proof"
        self.entry = made_log.some_entries(300)[298]

    def check(self, *arguments, **more):
        return self.audit("prove-check", self.receipt, *arguments, **more)

    def test_yes_with_the_entry_that_it_brings(self):
        out = self.check("--key", self.folder / "log.vkey")
        self.assertTrue(out.startswith("YES: this entry is in the log, at place 298 "), out)
        self.assertIn(self.entry.decode(), out)
        told = json.loads(self.check("--witnesses", self.folder / "policy.txt", "--json"))
        self.assertEqual((told["holds"], told["index"], told["entry"]), (True, 298, self.entry.decode()))
        self.assertEqual(told["witnesses"], [{"name": "council", "time": 1790000000}])

    def test_yes_and_no_with_an_entry_given(self):
        key = ("--key", self.folder / "log.vkey")
        self.check(*key, "--entry", self.write("entry", self.entry))
        out = self.check(*key, "--entry", self.write("entry", self.entry + b"\n"), expect=7)
        self.assertTrue(out.startswith("NO: "), out)
        told = json.loads(self.check(*key, "--entry", self.write("entry", b""), "--json", expect=7))
        self.assertEqual((told["holds"], told["code"]), (False, "proof-invalid"))

    def test_every_changed_line_is_no(self):
        lines = self.receipt.read_text().splitlines(keepends=True)
        # The last line is a witness's, of whom --key says nothing.
        for number in range(len(lines) - 1):
            changed = list(lines)
            at = len(lines[number]) // 2
            changed[number] = lines[number][:at] + ("A" if lines[number][at:at + 1] != "A" else "B") + lines[number][at + 1:]
            self.receipt.write_text("".join(changed))
            self.check("--key", self.folder / "log.vkey", "--entry", self.write("entry", self.entry), expect=7)

    def test_what_cannot_be_looked_at_is_no_verdict(self):
        self.audit("prove-check", self.folder / "none", "--key", self.folder / "log.vkey", expect=4)
        self.check("--key", self.folder / "log.vkey", "--entry", self.folder / "none", expect=4)
        self.check(expect=2)


if __name__ == "__main__":
    program.main()
