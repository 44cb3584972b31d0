// What a client makes of its calls, one after the other, as one line of JSON: {name: {value}} or {name: {error}}.
"use strict";

module.exports = async function told(calls) {
  const out = {};
  for (const [name, call] of Object.entries(calls)) {
    try {
      out[name] = { value: await call() };
    } catch (error) {
      out[name] = { error: error.message, kind: error.name, body: error.response && error.response.data };
    }
  }
  console.log(JSON.stringify(out));
};
