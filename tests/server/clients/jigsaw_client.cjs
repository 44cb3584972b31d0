// @conversationai/perspectiveapi-js-client (npm).
"use strict";
const { Client } = require("@conversationai/perspectiveapi-js-client");
const told = require("./told.cjs");

const client = new Client(process.env.MIZAN_KEY);

told({
  named: () => client.getScores("You are an idiot, shut up", { attributes: ["TOXICITY", "INSULT"] }),
  unasked: () => client.getScores("The roses are in bloom"),
});
