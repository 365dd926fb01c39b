//! Language, size of letters, light or dark: kept by the browser in one cookie that holds nothing personal.

use axum::http::{HeaderMap, HeaderValue, header};
use guanai_i18n::Language;

use crate::cookie::{self, Keep, Transport};

/// The cookie's name.
const COOKIE: &str = "look";

/// A year.
const KEPT_SECONDS: u32 = 365 * 24 * 3600;

/// How large the letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As the device has them.
    Plain,
    /// 大字: a quarter larger.
    Big,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    Device,
    /// Dark letters on paper.
    Light,
    /// Light letters on dark ground.
    Dark,
}

/// How somebody wants the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// In which language.
    pub language: Language,
    /// With which letters.
    pub size: Size,
    /// Light or dark.
    pub theme: Theme,
}

impl Look {
    /// What a browser gets that never chose: its own language, Chinese where it names none of ours.
    pub fn unchosen(headers: &HeaderMap) -> Self {
        let language = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(',').find_map(|tag| Language::from_tag(tag.trim())))
            .unwrap_or(Language::Chinese);
        Self { language, size: Size::Plain, theme: Theme::Device }
    }

    /// What the browser chose before.
    pub fn read(headers: &HeaderMap, transport: Transport) -> Self {
        let mut look = Self::unchosen(headers);
        if let Some(value) = cookie::read(headers, COOKIE, transport) {
            for choice in value.split('.') {
                look.choose(choice);
            }
        }
        look
    }

    /// Takes over one choice (`zh`, `en`, `big`, `plain`, `dark`, `light`, `device`); anything else changes nothing.
    pub fn choose(&mut self, choice: &str) {
        match choice {
            "zh" => self.language = Language::Chinese,
            "en" => self.language = Language::English,
            "big" => self.size = Size::Big,
            "plain" => self.size = Size::Plain,
            "dark" => self.theme = Theme::Dark,
            "light" => self.theme = Theme::Light,
            "device" => self.theme = Theme::Device,
            _ => {}
        }
    }

    /// The line with which the browser keeps it.
    pub fn write(self, transport: Transport) -> Option<HeaderValue> {
        let language = if self.language == Language::Chinese { "zh" } else { "en" };
        let size = if self.size == Size::Big { "big" } else { "plain" };
        let theme = match self.theme {
            Theme::Device => "device",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        cookie::write(COOKIE, &format!("{language}.{size}.{theme}"), Keep::Seconds(KEPT_SECONDS), transport)
    }

    /// The classes of the page's root.
    pub fn class(self) -> &'static str {
        match (self.size, self.theme) {
            (Size::Plain, Theme::Device) => "device",
            (Size::Plain, Theme::Light) => "light",
            (Size::Plain, Theme::Dark) => "dark",
            (Size::Big, Theme::Device) => "big device",
            (Size::Big, Theme::Light) => "big light",
            (Size::Big, Theme::Dark) => "big dark",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_kept_by_the_browser() {
        let mut look = Look { language: Language::English, size: Size::Big, theme: Theme::Dark };
        let line = look.write(Transport::Plain).unwrap();
        let sent = line.to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(&sent).unwrap());
        assert_eq!(Look::read(&headers, Transport::Plain), look);
        look.choose("nonsense");
        assert_eq!(look.class(), "big dark");
    }

    #[test]
    fn a_browser_that_never_chose_gets_its_own_language() {
        let with = |tags: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(tags));
            Look::unchosen(&headers).language
        };
        assert_eq!(with("en-GB,en;q=0.9,zh;q=0.5"), Language::English);
        assert_eq!(with("de, zh-TW;q=0.8"), Language::Chinese);
        assert_eq!(with("fr"), Language::Chinese);
    }
}
