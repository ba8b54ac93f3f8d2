"""Presidio as its users have it: its default engine and recognizers, on the model that we use too."""

from __future__ import annotations

from importlib import resources

import tldextract
import yaml
from presidio_analyzer import AnalyzerEngine, predefined_recognizers
from presidio_analyzer.nlp_engine import NlpEngine, NlpEngineProvider, SpacyNlpEngine
from tldextract import tldextract as tld

from redact import settings
from redact.modelstore import model_path

#: Everything Presidio has for the United Kingdom. All but the first are off until asked for.
UK = (
    "NhsRecognizer",
    "UkDrivingLicenceRecognizer",
    "UkNinoRecognizer",
    "UkPassportRecognizer",
    "UkPostcodeRecognizer",
    "UkVehicleRegistrationRecognizer",
)
LANGUAGE = "en"


def model() -> str:
    """The folder of the spaCy model in use, by the settings that `redact` itself would read."""
    return str(model_path(settings.load().model))


def default() -> AnalyzerEngine:
    """`AnalyzerEngine()` with its own configuration file; only the model's name is ours, so that both read by one model."""
    said = resources.files("presidio_analyzer").joinpath("conf/default.yaml").read_text(encoding="utf-8")
    configuration = yaml.safe_load(said)
    configuration["models"] = [{"lang_code": LANGUAGE, "model_name": model()}]
    return _engine(NlpEngineProvider(nlp_configuration=configuration).create_engine())


def every_label() -> AnalyzerEngine:
    """An engine around a model without the configuration file, as its docs show too: organisations are then reported."""
    engine = SpacyNlpEngine([{"lang_code": LANGUAGE, "model_name": model()}])
    engine.load()
    return _engine(engine)


def _engine(nlp: NlpEngine) -> AnalyzerEngine:
    # The list of domain endings that came with the package: a fetch would be timed, and differ from day to day.
    tld.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    return AnalyzerEngine(nlp_engine=nlp)


def all_uk(engine: AnalyzerEngine) -> AnalyzerEngine:
    """A second engine over the same loaded model, with every UK recognizer on."""
    more = _engine(engine.nlp_engine)
    known = {each.__class__.__name__ for each in more.registry.recognizers}
    for name in UK:
        if name not in known:
            more.registry.add_recognizer(getattr(predefined_recognizers, name)())
    return more
