// Google's own client library (npm googleapis-common, whose Discovery is what googleapis' discoverAPI() is), led by the document alone.
"use strict";
const { Discovery } = require("googleapis-common");
const told = require("./told.cjs");

const discovery = new Discovery({ debug: false, includePrivate: false });

async function main() {
  const make = await discovery.discoverAPI(process.env.MIZAN_URL + "/$discovery/rest?version=v1alpha1");
  const client = make({});
  const key = process.env.MIZAN_KEY;
  const request = (text, more) => ({ comment: { text }, requestedAttributes: { TOXICITY: {} }, languages: ["en"], ...more });
  const analyze = async (resource, more) => (await client.comments.analyze({ key, resource, ...more })).data;
  await told({
    plain: () => analyze(request("The roses are in full bloom", { doNotStore: true, clientToken: "mine" })),
    fields: () => analyze(request("The roses"), { fields: "attributeScores", prettyPrint: "false", quotaUser: "somebody" }),
    by_body: () => client.comments.analyze({ key, requestBody: request("You are an idiot") }).then((answer) => answer.data),
    called_back: () => new Promise((resolve, reject) => client.comments.analyze({ key, resource: request("The roses") },
      (error, answer) => (error ? reject(error) : resolve(answer.data)))),
    language: () => analyze(request("Bonjour tout le monde", { languages: ["fr"] })),
    empty: () => analyze(request("")),
    refused: () => analyze(request("The roses"), { key: "wrong" }),
  });
}

main();
