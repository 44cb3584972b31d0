"""Files: no large blobs, no paths of one machine, no stray bytes in text."""

import os
import re

import tidy

BLOB_BYTES_MAX = 256 * 1024
MODEL_BYTES_MAX = 8 * 1000 * 1000  # a policy's learned scores ship with it
OPENAPI_BYTES_MAX = 1024 * 1024  # one file by its standard, which clients fetch whole
GENERATED = (".inc",)
TEXT = (".h", ".cpp", ".inc", ".py", ".cmake", ".md", ".txt", ".json", ".jsonl", ".yml", ".yaml", ".in", ".sh", "")
MACHINE_PATH = re.compile(r"(?<![\w./:-])/(?:home|root|Users|work|workspace|mnt|scratch)/[\w.-]+")


def check_text(project, path):
    text = project.read(path)
    for match in MACHINE_PATH.finditer(text):
        project.breach(f"{path}:{tidy.line_of(text, match.start())}",
                       f"a path of one machine: {match.group(0)}", "write it relative to the project's root")
    if path.endswith((".h", ".cpp", ".py", ".cmake")):
        for number, line in enumerate(text.split("\n"), 1):
            if "\t" in line or "\r" in line or line != line.rstrip():
                project.breach(f"{path}:{number}", "a tab, a carriage return or space at the end of a line",
                               "use spaces, end lines with \\n alone")
    if text and not text.endswith("\n") and path.endswith((".h", ".cpp", ".py", ".md")):
        project.breach(path, "no line break at the end", "end the file with one")


def main():
    project = tidy.project_from_arguments()
    for path in project.files:
        size = os.path.getsize(os.path.join(project.root, path))
        most = MODEL_BYTES_MAX if path.endswith(".model") else BLOB_BYTES_MAX
        if path == "schemas/openapi.json":
            most = OPENAPI_BYTES_MAX
        if size > most and not path.endswith(GENERATED):
            project.breach(path, f"{size} bytes, more than {most}",
                           "generate it, shrink it, or fetch it where it is needed")
        elif os.path.splitext(path)[1] in TEXT:
            check_text(project, path)
    project.finish("files", f"{len(project.files)} files")


main()
