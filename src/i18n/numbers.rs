//! Numbers as each language writes them: 1,470 and 1470, 25,517 and 25 517, −22, 73% and 73 %.

use super::Lang;

const MINUS: char = '\u{2212}';
const NO_BREAK: char = '\u{a0}';

impl Lang {
    /// A whole number with its digits grouped.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// assert_eq!(Lang::En.number(1470), "1,470");
    /// assert_eq!(Lang::Ru.number(1470), "1470");
    /// assert_eq!(Lang::Ru.number(-25_517), "\u{2212}25\u{a0}517");
    /// ```
    #[must_use]
    pub fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let (separator, smallest) = match self {
            Self::En => (',', 4),
            // Russian leaves four digits together.
            Self::Ru => (NO_BREAK, 5),
        };
        let mut text = String::new();
        if number < 0 {
            text.push(MINUS);
        }
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && digits.len() >= smallest && (digits.len() - position).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// A score or other figure rounded half away from zero to a whole number.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// assert_eq!(Lang::En.whole(-21.7687), "\u{2212}22");
    /// assert_eq!(Lang::En.whole(-0.4), "0");
    /// assert_eq!(Lang::En.whole(2.5), "3");
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "figures are far below 2^53")]
    pub fn whole(self, figure: f64) -> String {
        self.number(figure.round() as i64)
    }

    /// A change, with its sign: +5, −3, 0.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// assert_eq!(Lang::Ru.change(5.2), "+5");
    /// assert_eq!(Lang::Ru.change(-5.2), "\u{2212}5");
    /// ```
    #[must_use]
    pub fn change(self, figure: f64) -> String {
        let whole = self.whole(figure);
        if figure.round() > 0.0 { format!("+{whole}") } else { whole }
    }

    /// A figure with one decimal: 36.5 and 36,5.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// assert_eq!(Lang::En.decimal(36.54), "36.5");
    /// assert_eq!(Lang::Ru.decimal(-36.54), "\u{2212}36,5");
    /// ```
    #[must_use]
    pub fn decimal(self, figure: f64) -> String {
        self.decimals(figure, 1)
    }

    /// A figure with so many decimals: 0.0374 and 0,0374.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// assert_eq!(Lang::Ru.decimals(-0.03741, 4), "\u{2212}0,0374");
    /// assert_eq!(Lang::En.decimals(-0.00004, 4), "0.0000");
    /// ```
    #[must_use]
    pub fn decimals(self, figure: f64, digits: usize) -> String {
        let text = format!("{:.digits$}", figure.abs());
        let text = if self == Self::Ru { text.replace('.', ",") } else { text };
        if figure < 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
            format!("{MINUS}{text}")
        } else {
            text
        }
    }

    /// A share of one as a whole percentage: 73% and 73 %.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// assert_eq!(Lang::En.percent(0.734), "73%");
    /// assert_eq!(Lang::Ru.percent(0.734), "73\u{a0}%");
    /// ```
    #[must_use]
    pub fn percent(self, share: f64) -> String {
        self.with_percent_sign(self.whole(share * 100.0))
    }

    /// A share of one as a percentage with one decimal: 36.5% and 36,5 %.
    #[must_use]
    pub fn percent_decimal(self, share: f64) -> String {
        self.with_percent_sign(self.decimal(share * 100.0))
    }

    fn with_percent_sign(self, number: String) -> String {
        match self {
            Self::En => number + "%",
            Self::Ru => format!("{number}{NO_BREAK}%"),
        }
    }
}
