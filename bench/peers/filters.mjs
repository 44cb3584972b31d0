// Word filters from npm with the same terms. Texts are parsed before the clock starts; only the check is measured.
//
//     node filters.mjs leo-profanity|@2toad/profanity|obscenity TERMS.txt POSTS.jsonl [runs]
//
// Prints one JSON object: texts per CPU-second of each run, texts with a hit, p50 and p99 in nanoseconds.
import { readFileSync } from 'node:fs';

const [name, termsPath, postsPath, runs = '1'] = process.argv.slice(2);
const terms = readFileSync(termsPath, 'utf8').split('\n').filter(Boolean);
const texts = readFileSync(postsPath, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line).text);

const engines = {
  async 'leo-profanity'() {
    const filter = (await import('leo-profanity')).default;
    filter.clearList();
    filter.add(terms);
    return (text) => filter.check(text); // stops at the first hit; knows single words only
  },
  async '@2toad/profanity'() {
    const { Profanity } = await import('@2toad/profanity');
    const filter = new Profanity({ languages: ['en'], wholeWord: true });
    filter.addWords(terms);
    return (text) => filter.exists(text); // stops at the first hit
  },
  async obscenity() {
    const { DataSet, RegExpMatcher, parseRawPattern, englishRecommendedTransformers } = await import('obscenity');
    const set = new DataSet();
    const escape = (term) => term.replace(/[[\]\\?|]/g, '\\$&');
    set.addPhrase((phrase) => {
      for (const term of terms) phrase.addPattern(parseRawPattern(`|${escape(term)}|`));
      return phrase.setMetadata({});
    });
    const matcher = new RegExpMatcher({ ...set.build(), ...englishRecommendedTransformers });
    return (text) => matcher.hasMatch(text);
  },
};

const check = await engines[name]();
const cpu = () => { const u = process.cpuUsage(); return u.user + u.system; };
const limitMs = 5000; // a slow filter is measured on as many texts as it manages
function round() {
  const from = cpu(), begun = Date.now();
  let hit = 0, done = 0;
  for (const text of texts) {
    if (check(text)) hit++;
    if ((++done & 255) === 0 && Date.now() - begun > limitMs) break;
  }
  return { rate: Math.round(done * 1e6 / (cpu() - from)), hit, done };
}
const rounds = [];
for (let i = 0; i < Number(runs); i++) rounds.push(round());
const times = [];
for (const text of texts.slice(0, Math.min(rounds[0].done, 50000))) {
  const from = process.hrtime.bigint();
  check(text);
  times.push(Number(process.hrtime.bigint() - from));
}
times.sort((a, b) => a - b);
console.log(JSON.stringify({
  rates: rounds.map((r) => r.rate), hit: rounds[0].hit, of: rounds[0].done,
  p50_ns: times[times.length >> 1], p99_ns: times[times.length - 1 - Math.floor(times.length / 100)],
}));
