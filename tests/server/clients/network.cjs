// Loaded before a client (node --require): the old host's name leads to the service under test, as a name service and a
// port would lead it there. Nothing of the client changes; its certificate is checked against the old name.
"use strict";
const https = require("node:https");

const OLD_HOST = "commentanalyzer.googleapis.com";
const connect = https.Agent.prototype.createConnection;

https.Agent.prototype.createConnection = function (options, ...more) {
  if (options.host !== OLD_HOST) throw new Error(`nothing but ${OLD_HOST} may be asked, not ${options.host}`);
  const led = { ...options, host: "127.0.0.1", port: Number(process.env.MIZAN_PORT), servername: OLD_HOST };
  return connect.call(this, led, ...more);
};
