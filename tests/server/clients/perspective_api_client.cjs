// perspective-api-client (npm), as its page shows it.
"use strict";
const Perspective = require("perspective-api-client");
const told = require("./told.cjs");

const client = new Perspective({ apiKey: process.env.MIZAN_KEY });
const stranger = new Perspective({ apiKey: "wrong" });

told({
  plain: () => client.analyze("The roses are in <b>full</b> bloom"),
  list: () => client.analyze("You are an idiot, shut up", { attributes: ["toxicity", "insult", "threat"] }),
  kept: () => client.analyze("The tulips are in bloom too", { doNotStore: false }),
  whole: () => client.analyze({
    comment: { text: "Good morning. You are wonderful." },
    requestedAttributes: { TOXICITY: { scoreThreshold: 0 } }, languages: ["en"], spanAnnotations: true, clientToken: "mine",
  }),
  unserved: () => client.analyze("The roses are in bloom", { attributes: ["OFF_TOPIC"] }),
  unknown: () => client.analyze("The roses are in bloom", { attributes: ["NO_SUCH"] }),
  empty: () => client.analyze(""),
  refused: () => stranger.analyze("The roses are in bloom"),
});
