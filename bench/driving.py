"""What the benchmarks of the service share: the service on one core and who asks it on the other, the disk by itself, medians.

Each figure of a round is added to a Figures; rounds are to be compared within themselves, since the machine and the disk change."""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build-bench"
SERVER, CLIENT = "0", "1"  # cores


def sh(*command, **more):
    return subprocess.run([str(c) for c in command], check=True, text=True, stdout=subprocess.PIPE, **more).stdout


def on(core, *command):
    return ["taskset", "-c", core, *map(str, command)]


class Service:
    def __init__(self, folder, policy):
        shutil.rmtree(folder, ignore_errors=True)
        command = [BUILD / "mizan", "serve", "--data", folder, "--listen", "127.0.0.1:0"]
        if policy:
            command += ["--policy", policy]
        self.running = subprocess.Popen(on(SERVER, *command), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        told = {}
        for line in self.running.stdout:
            name, value = line.split(None, 1)
            told[name] = value.split()[0]
            if name == "password":
                break
        self.address = told["listening"]
        session = urllib.request.urlopen(urllib.request.Request(
            self.address + "/api/v1/sessions", data=json.dumps({"name": "admin", "password": told["password"]}).encode(),
            headers={"Content-Type": "application/json"}))
        cookie = session.headers["Set-Cookie"].split(";")[0]
        token = json.load(session)["csrf_token"]
        key = urllib.request.urlopen(urllib.request.Request(
            self.address + "/api/v1/keys", data=b'{"name":"bench"}', headers={"Cookie": cookie, "X-CSRF-Token": token}))
        self.key = json.load(key)["key"]
        self.session = {"Cookie": cookie, "X-CSRF-Token": token}  # of the administrator

    def cpu_s(self):
        fields = pathlib.Path(f"/proc/{self.running.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mb(self):
        return int(pathlib.Path(f"/proc/{self.running.pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024

    def end(self):
        self.running.terminate()
        self.running.wait()


class Figures:
    def __init__(self):
        self.values = {}

    def add(self, name, value):
        self.values.setdefault(name, []).append(value)

    def __contains__(self, name):
        return name in self.values

    def mid(self, name):
        return statistics.median(self.values[name])

    def cell(self, name, form="{:,.0f}"):
        values = self.values[name]
        middle = form.format(statistics.median(values))
        return middle if len(values) == 1 else f"{middle} ({form.format(min(values))}–{form.format(max(values))})"


def probe(work, figures):
    """The disk by itself: write 4 KiB and fdatasync."""
    told = json.loads(sh(*on(SERVER, BUILD / "bench_store", work / "probe", "1", "probe")))
    shutil.rmtree(work / "probe", ignore_errors=True)
    for name in ("probe_p50_us", "probe_p99_us"):
        figures.add(name, told[name])


def wrk(work, url, script, connections, seconds):
    """Requests a second, p50 and p99 in milliseconds, and how many requests there were."""
    path = work / "script.lua"
    path.write_text(script)
    out = sh(*on(CLIENT, "wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--latency", "-s", path, url))
    if "Non-2xx" in out:
        raise SystemExit(f"not every answer was good:\n{out}")

    def ms(part):
        number, unit = re.search(part + r"%\s+([\d.]+)(us|ms|s)", out).groups()
        return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), ms("50"), ms("99"), int(re.search(r"(\d+) requests in", out).group(1))


def send(service, path, kind, url):
    """Seconds that a file takes as the body of one request."""
    begun = time.monotonic()
    sh(*on(CLIENT, "curl", "-sS", "--fail", "-H", f"Authorization: Bearer {service.key}", "-H", f"Content-Type: {kind}",
           "-H", "Expect:", "-T", path, "-X", "POST", "-o", "/dev/null", service.address + url))
    return time.monotonic() - begun


def build():
    sh("cmake", "-S", ROOT, "-B", BUILD, "-G", "Ninja", "-DMIZAN_BENCH=ON", "-DMIZAN_TESTS=OFF")
    sh("ninja", "-C", BUILD, "mizan", "bench_store")


def machine():
    name = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text()).group(1)
    memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    return f"{os.cpu_count()} cores, {name}, {memory} GiB, {time.strftime('%Y-%m-%d')}"


def table_of(rows):
    """(what, measured, target, whether it is met) as Markdown."""
    lines = ["| what | measured | target | met |", "|---|---|---|---|"]
    for what, measured, target, met in rows:
        lines.append(f"| {what} | {measured} | {target} | {'' if met is None else 'yes' if met else '**no**'} |")
    return "\n".join(lines)


def write_into_docs(mark, table):
    page = ROOT / "docs/performance.md"
    begin, end = f"<!-- {mark}: begin -->\n", f"<!-- {mark}: end -->"
    head, rest = page.read_text().split(begin)
    page.write_text(head + begin + table + "\n" + end + rest.split(end)[1])
