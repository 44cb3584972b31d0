"""Google's own client library for Python (Debian: python3-googleapi), as the API's documentation showed its use. One line of JSON."""

import json
import os

from googleapiclient import discovery
from googleapiclient.errors import HttpError

client = discovery.build("commentanalyzer", "v1alpha1", developerKey=os.environ["MIZAN_KEY"], cache_discovery=False,
                         discoveryServiceUrl=os.environ["MIZAN_URL"] + "/$discovery/rest?version=v1alpha1")


def analyze(text, languages=("en",), **more):
    request = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, "languages": list(languages), **more}
    try:
        return {"value": client.comments().analyze(body=request).execute()}
    except HttpError as error:
        return {"status": int(error.resp.status), "body": json.loads(error.content)}


print(json.dumps({
    "plain": analyze("The roses are in full bloom", doNotStore=True, clientToken="mine"),
    "worse": analyze("You are an idiot, shut up", doNotStore=True, spanAnnotations=True),
    "language": analyze("Bonjour tout le monde", ["fr"]),
    "empty": analyze(""),
}))
