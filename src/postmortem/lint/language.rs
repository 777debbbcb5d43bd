//! Whether a text is in English: the rules of wording know no other language.

use super::document::Document;
use super::phrase::tokens;

/// Under so many words nobody can tell.
const FEW: usize = 25;
/// Of a hundred words of English prose, some 25 are among these; of a list in telegram style, some seven.
const LEAST_PERCENT: usize = 5;

/// The commonest words of English that are no common words of its neighbours: Dutch has `of`, `is` and `was`, German
/// `in`, `an` and `was`, French `on`, Danish `at` and `for`.
const COMMON: [&str; 35] = [
    "the", "and", "to", "that", "with", "from", "this", "which", "it", "its", "not", "were", "are", "been",
    "when", "after", "before", "because", "they", "their", "but", "as", "be", "who", "what", "our", "you",
    "than", "there", "while", "until", "would", "should", "could", "by",
];

/// Whether a document is in English, or too short to tell. Names, numbers and code are no words of a language, so that a
/// little English is enough.
pub(crate) fn is_english(document: &Document) -> bool {
    let (mut words, mut common, mut foreign) = (0_usize, 0_usize, 0_usize);
    for block in &document.blocks {
        for token in tokens(&block.text) {
            let letters = token.word.chars().filter(|c| c.is_alphabetic());
            let (all, ascii) = (letters.clone().count(), letters.filter(char::is_ascii).count());
            // A word of another script counts by its letters: some set no spaces.
            let other = all > 0 && ascii == 0;
            words += if other { all.div_ceil(4) } else { usize::from(all > 0) };
            foreign += if other { all.div_ceil(4) } else { 0 };
            common += usize::from(COMMON.contains(&token.word.as_str()));
        }
    }
    words < FEW || foreign * 2 < words && common * 100 >= words * LEAST_PERCENT
}

/// In so short a piece nobody can tell.
const SHORT: usize = 8;

/// The commonest words of other languages that are none of English, or hardly ever.
const FOREIGN: [&str; 44] = [
    "der", "das", "und", "nicht", "ist", "zu", "den", "dem", "ein", "eine", "wurde", "haben", "hat", "le",
    "les", "et", "des", "est", "une", "pas", "du", "el", "los", "las", "que", "una", "por", "het", "een",
    "van", "niet", "och", "att", "som", "inte", "il", "che", "di", "non", "della", "nie", "jest", "nao",
    "uma",
];

/// Whether a piece of a document is in another language, for sure: few words of English, and several of another, or of another
/// script.
pub(crate) fn is_foreign(text: &str) -> bool {
    let (mut all, mut english, mut foreign, mut script) = (0_usize, 0_usize, 0_usize, 0_usize);
    for token in tokens(text) {
        let letters = token.word.chars().filter(|c| c.is_alphabetic()).count();
        let other = letters > 0 && !token.word.chars().any(|c| c.is_ascii_alphabetic());
        all += if other { letters.div_ceil(4) } else { usize::from(letters > 0) };
        script += if other { letters.div_ceil(4) } else { 0 };
        english += usize::from(COMMON.contains(&token.word.as_str()));
        foreign += usize::from(FOREIGN.contains(&token.word.as_str()));
    }
    all >= SHORT && (script * 2 >= all || english * 10 < all && foreign >= 2 && foreign > english * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_in_another_language_is_told_from_one_with_names() {
        assert!(is_foreign("Der Bediener war müde und hat vergessen, den Alarm zu prüfen."));
        assert!(is_foreign(
            "Le certificat avait expiré à midi et personne ne le savait, les ventes ont repris."
        ));
        assert!(is_foreign(
            "証明書の有効期限が切れていたが、誰も気づかなかった。サーバーを一台ずつ再起動した。"
        ));
        assert!(is_foreign("كان المشغل مهملا ولم يتحقق من الشهادة قبل انتهائها في منتصف الليل"));
        assert!(!is_foreign(
            "Page the on-call of Van der Berg and Du Pont when the queue in Las Palmas is long."
        ));
        assert!(!is_foreign(
            "Cap retries, drop stale shards, page storage on-call, rotate token, restart edge."
        ));
        assert!(!is_foreign("Zu kurz."));
    }

    #[track_caller]
    fn case(text: &str, english: bool) {
        assert_eq!(is_english(&Document::read(text, &[])), english, "{text}");
    }

    #[test]
    fn a_language_shows_in_its_commonest_words() {
        case(
            "Bernd hat vergessen, die Server neu zu laden. Menschliches Versagen. Er hätte es besser wissen müssen. Der Idiot aus der Nachtschicht war schuld. Verkäufe gingen verloren, von Mittag an, in allen Läden.",
            false,
        );
        case(
            "De dienst was van elf uur tot kwart over twaalf niet bereikbaar. Niemand had gezien dat het certificaat was verlopen, of dat de nieuwe sleutel in de oude map stond. We hebben alles opnieuw gestart.",
            false,
        );
        case(
            "Le certificat avait expiré à midi et personne ne le savait. On a relancé les serveurs un par un, puis les ventes ont repris. Il faut une alerte sur la date de fin, et une liste des personnes à appeler.",
            false,
        );
        case(
            "El certificado caducó a mediodía y nadie lo sabía. Se reiniciaron los servidores uno por uno, y las ventas volvieron. Hace falta una alerta sobre la fecha de fin y una lista de quién debe ser llamado.",
            false,
        );
        case(
            "Certifikatet gick ut klockan tolv och ingen visste om det. Vi startade om alla servrar en efter en, och sedan kom försäljningen tillbaka. Det behövs ett larm på slutdatum och en lista över vem som ska ringas.",
            false,
        );
        case(
            "証明書の有効期限が切れていたが、誰も気づかなかった。サーバーを一台ずつ再起動し、販売は再開した。有効期限の警告と、連絡先の一覧が必要である。次回までに手順書を更新し、担当者を決める。監視の項目も増やす。",
            false,
        );
        case(
            "The certificate had ended at noon, and nobody in the call knew. We reloaded the edges one by one, and sales came back. An alert on the date is needed, and a list of whom to call.",
            true,
        );
        // A list in telegram style, with little but nouns.
        case(
            "- Alert on certificate age (owner: gateway lead, due: 2026-06-06)\n- Reload edge when file changes (owner: trust lead)\n- Drop unused intermediate from store\n- Page secondary after five minutes\n- Print severity guide for merchant care\n",
            true,
        );
        case("Zu kurz, um es zu sagen.", true);
    }
}
