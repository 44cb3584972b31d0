// Has a file of posts decided, one JSON object a line, in arrays: node moderate.mjs POSTS.jsonl
// MIZAN_URL says where the service is, MIZAN_KEY is an API key. Prints each post's id and outcome, and what was not decided.
import { readFileSync } from "node:fs";

const AT_ONCE = 500; // an array may have 1000 posts
const TRIES = 5;

// An answer that is lost costs nothing: the same post with the same id is the same decision, and is recorded once.
async function ask(posts) {
  for (let left = TRIES; ; --left) {
    const answer = await fetch(`${process.env.MIZAN_URL}/api/v1/moderate`, {
      method: "POST",
      headers: { Authorization: `Bearer ${process.env.MIZAN_KEY}`, "Content-Type": "application/json" },
      body: JSON.stringify(posts),
    }).catch((error) => (left > 1 ? null : Promise.reject(error)));
    if (answer?.ok) return answer.json();
    if (answer && (![429, 503].includes(answer.status) || left === 1)) throw new Error((await answer.json()).detail);
    const seconds = Number(answer?.headers.get("Retry-After") ?? 1);
    await new Promise((done) => setTimeout(done, 1000 * seconds));
  }
}

const posts = readFileSync(process.argv[2], "utf8").split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
for (let i = 0; i < posts.length; i += AT_ONCE) {
  for (const told of await ask(posts.slice(i, i + AT_ONCE))) console.log(told.outcome ? `${told.id} ${told.outcome}` : JSON.stringify(told));
}
