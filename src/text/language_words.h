// Frequent function words by language, folded. Data for languages.cpp.
#pragma once

#include <string_view>

namespace mizan::text {

// clang-format off
inline constexpr std::string_view kEnglish[] = {
    "the", "of", "and", "to", "a", "in", "is", "it", "you", "that", "he", "was", "for", "on", "are",
    "with", "as", "i", "his", "they", "be", "at", "one", "have", "this", "from", "or", "had", "by",
    "not", "but", "what", "all", "were", "we", "when", "your", "can", "said", "there", "use", "an",
    "each", "which", "she", "do", "how", "their", "if", "will", "up", "other", "about", "out",
    "many", "then", "them", "these", "so", "some", "her", "would", "make", "like", "him", "into",
    "time", "has", "look", "two", "more", "go", "see", "no", "way", "could", "people", "my", "than",
    "first", "been", "who", "its", "now", "find", "long", "down", "day", "did", "get", "come",
    "made", "may", "part", "over", "new", "just", "only", "know", "take", "also", "after", "well",
    "our", "because", "any", "give", "us", "most", "where", "why", "here", "should", "very", "even",
    "back", "good", "too", "much", "really", "think", "want", "going", "got", "never", "every",
    "being", "off", "own", "same", "those", "still", "such", "through", "before", "while", "am",
    "me", "must", "does", "doing", "didn", "doesn", "isn", "wasn", "weren", "'s", "'re", "'ve",
    "'m", "'d", "'ll", "n't", "ca", "wo", "ai", "gonna", "wanna", "gotta", "u", "ur", "im", "dont",
    "cant", "ain", "yall", "ya", "cuz", "tho", "yeah", "yes", "hate", "let", "lets", "need", "say",
    "says", "saying", "work", "year", "years", "world", "life", "right", "left", "old", "big",
    "little", "great", "best", "bad", "better", "last", "next", "another", "around", "again",
    "always", "something", "nothing", "everything", "anything", "someone", "anyone", "everyone",
    "thing", "things",
};
inline constexpr std::string_view kSpanish[] = {
    "el", "la", "los", "las", "de", "que", "y", "en", "un", "una", "es", "por", "con", "no", "se",
    "del", "lo", "para", "como", "mas", "pero", "su", "al", "sus", "le", "me", "ya", "o", "este",
    "si", "porque", "esta", "entre", "cuando", "muy", "sin", "sobre", "tambien", "hasta", "hay",
    "donde", "quien", "desde", "todo", "nos", "durante", "todos", "uno", "les", "ni", "contra",
    "otros", "ese", "eso", "ante", "ellos", "esto", "mi", "antes", "algunos", "unos", "yo", "otro",
    "otras", "otra", "tanto", "esa", "estos", "mucho", "quienes", "nada", "muchos", "cual", "poco",
    "ella", "estar", "estas", "son", "fue", "era", "tiene", "eres", "estoy", "soy", "gracias",
    "bien", "tu", "te", "ti", "mis", "hace", "aqui", "ahora", "siempre", "nunca", "vez", "ser",
    "han", "ha", "he", "sido", "tengo", "puede", "pueden", "quiero", "asi", "usted", "ustedes",
    "nosotros", "gente", "mejor", "cada", "hacer", "dice", "verdad", "aunque", "mismo", "algo",
    "alguien", "mujeres", "hombres",
};
inline constexpr std::string_view kFrench[] = {
    "le", "la", "les", "de", "des", "du", "et", "est", "un", "une", "que", "qui", "dans", "pour",
    "pas", "sur", "ce", "cette", "ces", "il", "elle", "ils", "elles", "nous", "vous", "je", "tu",
    "on", "ne", "au", "aux", "avec", "par", "plus", "se", "son", "sa", "ses", "mais", "ou", "comme",
    "etre", "sont", "ete", "c'", "d'", "l'", "qu'", "j'", "n'", "s'", "m'", "t'", "ont", "fait",
    "tout", "tous", "bien", "si", "leur", "leurs", "tres", "meme", "aussi", "quand", "suis",
    "avoir", "faire", "cela", "donc", "encore", "sans", "sous", "apres", "avant", "alors", "deux",
    "faut", "peut", "moi", "toi", "lui", "eux", "notre", "votre", "nos", "vos", "mes", "tes", "mon",
    "ton", "rien", "jamais", "toujours", "etait", "avait", "sera", "etes", "sommes", "avez",
    "avons", "cet", "quel", "quelle", "quoi", "pourquoi", "parce", "ici", "ca", "y", "en", "a",
    "sais", "veux", "dit", "va", "vont", "gens", "toute", "toutes", "chez", "vers", "oui", "non",
    "aucun", "aucune", "autre", "autres", "depuis", "pendant", "contre", "trop", "peu", "beaucoup",
    "jour", "jours", "monde", "vie", "dit", "dire", "vois", "voir", "aller", "ceux", "celle",
    "celui", "ait", "soit", "puis", "ni", "lors", "selon", "ainsi",
};
inline constexpr std::string_view kGerman[] = {
    "der", "die", "das", "und", "ist", "nicht", "ein", "eine", "ich", "zu", "den", "mit", "sich",
    "auf", "fur", "fuer", "es", "dem", "auch", "von", "als", "an", "werden", "aus", "er", "hat",
    "dass", "sie", "nach", "wird", "bei", "einer", "um", "am", "sind", "noch", "wie", "einem",
    "uber", "ueber", "einen", "so", "zum", "war", "haben", "nur", "oder", "aber", "vor", "zur",
    "bis", "mehr", "durch", "man", "sein", "wurde", "sei", "hatte", "kann", "gegen", "vom",
    "konnen", "koennen", "schon", "wenn", "habe", "seine", "seinen", "mein", "dein", "ihre",
    "ihren", "ihrer", "wir", "uns", "euch", "ihr", "ihm", "ihn", "mich", "dich", "mir", "dir",
    "diese", "dieser", "dieses", "diesen", "kein", "keine", "was", "wer", "wo", "warum", "weil",
    "immer", "jetzt", "hier", "doch", "mal", "nichts", "alle", "alles", "in", "im", "eines", "des",
    "damit", "dann", "da", "ja", "nein", "denn", "unsere", "unser", "muss", "mussen", "sollte",
    "wurden", "worden", "beim", "ohne", "leute", "ganz", "gibt", "geht", "macht", "wieder", "heute",
    "soll", "bin", "bist", "seid", "sehr", "etwas",
};
inline constexpr std::string_view kItalian[] = {
    "il", "lo", "la", "i", "gli", "le", "di", "che", "e", "un", "una", "in", "non", "per", "con",
    "del", "della", "dei", "delle", "degli", "al", "alla", "ai", "alle", "da", "si", "mi", "ti",
    "ci", "vi", "sono", "ho", "ha", "hai", "come", "ma", "se", "anche", "piu", "questo", "questa",
    "questi", "queste", "quello", "quella", "quelli", "nel", "nella", "nei", "nelle", "sul",
    "sulla", "dal", "dalla", "dai", "suo", "sua", "loro", "lui", "lei", "noi", "voi", "io", "tu",
    "perche", "cosa", "molto", "tutto", "tutti", "quando", "dove", "chi", "fare", "essere", "stato",
    "stata", "era", "sei", "siamo", "hanno", "cosi", "ancora", "sempre", "solo", "c'", "l'", "d'",
    "dell'", "nell'", "all'", "sull'", "dall'", "un'", "mio", "mia", "tuo", "abbiamo", "fatto",
    "prima", "dopo", "ogni", "gia", "poi", "senza", "anni", "proprio", "ora", "qui", "adesso",
    "sia", "fa", "ne", "o",
};
inline constexpr std::string_view kPortuguese[] = {
    "o", "a", "os", "as", "de", "do", "da", "dos", "das", "e", "que", "nao", "um", "uma", "em",
    "no", "na", "nos", "nas", "por", "para", "com", "se", "mais", "como", "mas", "foi", "ao", "ele",
    "ela", "tem", "seu", "sua", "ou", "ser", "quando", "muito", "ha", "ja", "esta", "eu", "tambem",
    "so", "pelo", "pela", "ate", "isso", "entre", "era", "depois", "sem", "mesmo", "aos", "ter",
    "seus", "quem", "me", "eles", "voce", "vc", "vcs", "pra", "ta", "meu", "minha", "teu", "tua",
    "essa", "esse", "nem", "sao", "tudo", "bem", "aqui", "fazer", "agora", "porque", "ne", "num",
    "numa", "dele", "dela", "nossa", "nosso", "gente", "vai", "vou", "estou", "estava", "sei",
    "meus", "minhas", "voces", "fala", "cara", "porra", "pq", "tava", "to", "tbm", "mt", "sim",
    "ainda", "assim", "onde", "ver", "nunca", "sempre", "outra", "outro", "pessoas", "cada", "nada",
    "toda", "todo", "todos", "todas", "quer", "hoje", "acho", "mano", "ngm", "hj", "oq", "mto",
    "vdd", "ficar", "fica", "fico", "falar", "falou", "sabe", "mim", "tao", "deus", "mulher",
    "homem", "mulheres", "homens", "mundo", "coisa", "coisas", "povo", "disse", "faz", "feito",
    "tenho", "tinha", "pode", "podem", "deve", "seja", "nois", "dias", "gostar", "quero", "querem",
    "mesma", "agr", "dps", "msm", "pessoa", "nenhum", "qualquer", "esses", "essas", "desse",
    "dessa", "disso", "nele", "nela",
};
inline constexpr std::string_view kDutch[] = {
    "de", "het", "een", "van", "ik", "dat", "niet", "en", "is", "die", "te", "op", "zijn", "in",
    "maar", "voor", "met", "je", "er", "aan", "als", "ook", "naar", "dan", "ze", "bij", "nog",
    "uit", "wat", "dit", "hij", "wij", "heb", "heeft", "hebben", "deze", "geen", "worden", "wordt",
    "over", "jullie", "omdat", "mijn", "waar", "door", "kan", "moet", "meer", "veel", "al", "om",
    "zo", "of", "zou", "werd", "toch", "wel", "moeten", "kunnen", "onder", "tegen", "haar", "hun",
    "ons", "onze", "hem", "mij", "jou", "jij", "we", "zich", "andere", "alleen", "daar", "hier",
    "nu", "iets", "niets", "altijd", "nooit", "mensen", "gaan", "gaat", "doen", "doet",
};
inline constexpr std::string_view kPolish[] = {
    "i", "w", "na", "z", "sie", "nie", "to", "ze", "jest", "do", "jak", "co", "ale", "po", "tak",
    "za", "od", "jego", "przez", "tego", "czy", "tylko", "sa", "byc", "dla", "juz", "moze", "mnie",
    "ich", "ktory", "ktore", "ktora", "tym", "jej", "o", "a", "u", "jako", "tez", "bardzo", "gdy",
    "jeszcze", "kiedy", "gdzie", "bo", "ja", "ty", "my", "wy", "oni", "jestem", "bedzie", "byl",
    "byla", "bylo", "sobie", "ten", "ta", "te", "tych", "ma", "nic", "wszystko", "teraz", "przed",
    "pod", "bez", "nas", "wam", "was", "cie", "mi", "ci", "jesli", "jednak", "nawet", "zawsze",
    "nigdy", "ludzie", "trzeba",
};
inline constexpr std::string_view kTurkish[] = {
    "ve", "bir", "bu", "da", "de", "icin", "cok", "ama", "gibi", "daha", "ne", "degil", "ben",
    "sen", "var", "yok", "mi", "her", "kadar", "olan", "olarak", "sonra", "ile", "diye", "sey",
    "su", "biz", "siz", "onlar", "beni", "bana", "sana", "oldu", "mu", "ki", "en", "o", "ya", "hic",
    "neden", "nasil", "simdi", "olsun", "bile", "zaman", "icinde", "ise", "veya", "olur", "oluyor",
    "kendi", "bunu", "buna", "bunlar", "onun", "benim", "senin", "insan", "artik", "sadece",
    "ancak", "yani", "iyi", "boyle", "soyle", "hep", "dedi", "olmak", "ediyor", "etmek", "lan",
    "amk",
};
inline constexpr std::string_view kSwedish[] = {
    "och", "att", "det", "som", "pa", "ar", "av", "for", "med", "inte", "den", "till", "ett", "jag",
    "har", "han", "hon", "de", "vi", "om", "sa", "men", "var", "sig", "fran", "kan", "nar", "ocksa",
    "efter", "eller", "dar", "vara", "skulle", "bara", "mycket", "nagot", "nagon", "alla", "dom",
    "din", "min", "mig", "dig", "er", "oss", "ut", "upp", "in", "hade", "blir", "blev", "an", "nu",
    "ju", "vad", "vem", "hur", "varfor", "utan", "mot", "mellan", "under", "denna", "detta",
    "dessa", "ingen", "inget", "aldrig", "alltid", "folk", "gor", "ska", "vill", "maste", "finns",
    "sina", "sin", "hans", "hennes", "deras",
};
inline constexpr std::string_view kDanish[] = {
    "og", "at", "det", "er", "en", "til", "pa", "de", "med", "han", "af", "for", "ikke", "der",
    "var", "mig", "sig", "men", "et", "har", "om", "vi", "min", "havde", "ham", "hun", "nu", "over",
    "da", "fra", "du", "ud", "sin", "dem", "os", "op", "man", "hans", "hvor", "eller", "hvad",
    "skal", "selv", "her", "alle", "vil", "blev", "kunne", "ind", "nar", "vaere", "noget", "ville",
    "jo", "deres", "efter", "ned", "skulle", "denne", "ogsa", "jeg", "dig", "bliver", "hvis",
    "hvorfor", "meget", "mere", "jer", "aldrig", "altid", "kun", "uden", "mod", "nogen", "nogle",
    "godt", "lige", "sige", "gor", "folk",
};
inline constexpr std::string_view kNorwegian[] = {
    "jeg", "ikke", "og", "det", "er", "som", "til", "pa", "for", "med", "av", "har", "den", "et",
    "om", "men", "sa", "fra", "vaere", "hva", "hvis", "kan", "vil", "skal", "bare", "noe", "noen",
    "na", "ogsa", "etter", "mye", "hvorfor", "dere", "selv", "du", "han", "hun", "vi", "de", "en",
    "at", "var", "meg", "deg", "seg", "oss", "dem", "min", "din", "hvor", "hvordan", "ble", "blir",
    "uten", "mot", "ingen", "aldri", "alltid", "folk", "gjor", "kun", "eller", "hadde", "ville",
    "kunne", "skulle", "ma", "fordi", "veldig", "hele", "dette", "disse", "naar",
};
inline constexpr std::string_view kFinnish[] = {
    "ja", "on", "ei", "etta", "se", "oli", "han", "mutta", "ovat", "kun", "niin", "myos", "joka",
    "mita", "sen", "kuin", "ole", "tai", "vain", "jos", "mina", "sina", "olen", "siita", "nyt",
    "sita", "tama", "voi", "hanen", "ne", "kaikki", "viela", "mun", "sun", "en", "et", "ette",
    "emme", "eivat", "ollut", "olisi", "tassa", "missa", "mika", "kuka", "miksi", "koska", "sitten",
    "aina", "koskaan", "mitaan", "kanssa", "ennen", "jalkeen", "siella", "taalla", "taas", "jo",
    "juuri", "hyvin", "ihan", "pitaa", "saa", "heidan", "meidan", "tuo", "nama", "niita",
};
inline constexpr std::string_view kRomanian[] = {
    "si", "de", "la", "nu", "o", "in", "cu", "pe", "este", "ca", "un", "sa", "mai", "din", "care",
    "pentru", "sunt", "ce", "se", "au", "am", "cum", "dar", "fi", "fost", "lui", "poate", "daca",
    "doar", "asta", "acum", "tot", "fara", "ai", "ar", "as", "ma", "te", "ne", "va", "le", "imi",
    "iti", "isi", "prin", "dupa", "pana", "cand", "unde", "acest", "aceasta", "acestui", "aceste",
    "foarte", "toate", "toti", "nimic", "cineva", "despre", "intre", "sau", "deci", "iar", "nici",
    "numai", "oameni", "era", "esti", "suntem", "sunteti", "trebuie", "vreau", "face", "ei", "ele",
    "noi", "voi", "eu", "tu", "el", "ea", "al", "ale", "lor",
};
inline constexpr std::string_view kCzech[] = {
    "je", "se", "na", "ze", "to", "v", "a", "jsem", "jako", "ale", "pro", "by", "aby", "jsou",
    "tak", "za", "ktery", "ktere", "ktera", "jeho", "pri", "podle", "nebo", "take", "jen", "kdyz",
    "uz", "mi", "co", "pouze", "bylo", "byl", "byla", "si", "jsme", "jste", "byt", "ve", "z", "s",
    "k", "o", "i", "u", "do", "od", "po", "tento", "tato", "toto", "jeji", "jejich", "proto",
    "protoze", "jeste", "kde", "kdo", "jak", "proc", "neni", "nejsou", "tim", "tom", "ten", "ta",
    "ma", "mate", "mam", "bude", "budou", "nic", "vse", "vsechno", "velmi", "dnes", "lidi", "muze",
    "muzou", "pred", "mezi", "bez", "jsi", "nejsem",
};
inline constexpr std::string_view kHungarian[] = {
    "a", "az", "es", "nem", "hogy", "is", "egy", "van", "ez", "meg", "csak", "de", "mert", "volt",
    "mar", "kell", "lesz", "azt", "nagyon", "mint", "ami", "aki", "itt", "ott", "minden", "vagy",
    "ha", "ezt", "akkor", "nincs", "lehet", "majd", "most", "ki", "mi", "en", "te", "ok", "nekem",
    "neked", "vele", "ezek", "azok", "olyan", "ilyen", "hiszen", "ugy", "igy", "pedig", "sem", "se",
    "amit", "amikor", "miert", "hol", "sok", "tobb", "jobb", "utan", "elott", "alatt", "szerint",
    "ember", "emberek", "voltak", "lenne", "fel", "le", "be", "el",
};
inline constexpr std::string_view kIndonesian[] = {
    "yang", "dan", "di", "ini", "itu", "dengan", "untuk", "tidak", "dari", "dalam", "akan", "pada",
    "juga", "saya", "ke", "karena", "tersebut", "bisa", "ada", "mereka", "lebih", "telah",
    "sebagai", "oleh", "atau", "seperti", "kita", "sudah", "aku", "kamu", "dia", "banyak", "apa",
    "kalau", "tapi", "gak", "nggak", "ga", "yg", "dgn", "kami", "orang", "hanya", "jadi", "sama",
    "saja", "lagi", "masih", "belum", "harus", "bukan", "ya", "kalian", "udah", "aja", "nya",
    "para", "setelah", "antara", "sangat", "semua", "siapa", "kenapa", "bagaimana", "punya", "anak",
};
inline constexpr std::string_view kVietnamese[] = {
    "la", "va", "cua", "khong", "co", "nguoi", "nhung", "duoc", "trong", "cho", "mot", "cac", "voi",
    "de", "nay", "da", "toi", "ban", "khi", "thi", "ma", "lam", "roi", "cung", "nhu", "den", "ra",
    "gi", "anh", "em", "nhieu", "vi", "nen", "phai", "hay", "con", "chi", "rat", "ve", "minh",
    "chung", "no", "ho", "do", "nao", "sao", "neu", "se", "dang", "bi", "tren", "duoi", "biet",
    "noi", "lai", "qua", "hon",
};
inline constexpr std::string_view kHindi[] = {
    "hai", "nahi", "nahin", "kya", "aur", "ke", "ka", "ki", "ko", "se", "mein", "yeh", "ye", "woh",
    "wo", "bhi", "toh", "kar", "raha", "rahe", "rahi", "tha", "thi", "hum", "tum", "mera", "tera",
    "koi", "kuch", "sab", "ho", "hain", "bhai", "yaar", "kyun", "kyu", "kaise", "aap", "apna",
    "apne", "abhi", "gaya", "jaise", "wala", "wale", "mujhe", "tujhe", "tumhe", "unko", "isko",
    "usko", "iska", "uska", "bahut", "bohot", "sirf", "lekin", "agar", "fir", "phir", "kaha",
    "yaha", "waha", "kisi", "liye", "karo", "karna", "karte", "hota", "hoga", "ji", "ne", "par",
};
// Words of the lists above that English texts hold as well, as names, slang or loans: they speak for no language alone.
inline constexpr std::string_view kEnglishHomographs[] = {
    "aap", "aby", "ada", "af", "aku", "al", "ale", "als", "anh", "ao", "apa", "ar", "ate", "au",
    "av", "az", "ban", "bare", "ben", "bez", "bhai", "bi", "bin", "bir", "biz", "bo", "bu", "byl",
    "cac", "care", "cho", "co", "com", "como", "con", "cum", "da", "daca", "dan", "dans", "dar",
    "dari", "das", "dat", "de", "dem", "den", "der", "des", "di", "dia", "die", "dig", "din",
    "door", "dove", "du", "e", "ea", "een", "ei", "el", "em", "en", "er", "era", "es", "est", "et",
    "eu", "ez", "fa", "face", "fare", "fi", "folk", "fra", "fran", "ga", "gi", "ha", "hai", "ham",
    "han", "hat", "het", "hij", "ho", "hum", "hun", "ik", "il", "ind", "ini", "ja", "jak", "je",
    "ji", "jo", "ju", "k", "ka", "kan", "kar", "ke", "khi", "ki", "ko", "kun", "la", "las", "le",
    "lo", "los", "ma", "man", "mar", "mas", "mate", "meg", "mein", "meme", "men", "mere", "mes",
    "met", "mi", "mig", "min", "mint", "moet", "mot", "msm", "mt", "mu", "na", "nar", "nay", "ne",
    "ned", "ni", "niet", "nog", "non", "nu", "o", "od", "og", "ok", "ole", "oli", "ont", "op", "os",
    "ou", "pa", "par", "para", "pas", "pe", "per", "piu", "plus", "po", "pod", "por", "pour", "pro",
    "que", "ra", "rat", "s", "sa", "sab", "sana", "se", "sei", "sen", "ser", "si", "sig", "sin",
    "solo", "som", "son", "soy", "su", "sun", "sur", "ta", "tai", "te", "ten", "ter", "tha", "thi",
    "ti", "til", "till", "tim", "toh", "toi", "tom", "ton", "tot", "toto", "tu", "tum", "ty", "tym",
    "uber", "ud", "um", "un", "under", "uno", "ut", "uz", "v", "va", "vain", "van", "var", "ve",
    "vi", "voi", "w", "war", "wat", "wel", "y", "yaar", "yang", "ye", "yeh", "yg", "yo", "yok", "z",
    "za", "ze", "zo",
};
// clang-format on

}  // namespace mizan::text
