//! The sample office's answers about the guarantees.

use guanai_web::guarantees::GuaranteeDesk;
use guanai_web::guarantees::board::{Board, BoardAsk};
use guanai_web::guarantees::list::{ListAsk, TermList};
use guanai_web::office::{Answer, Asker};

use crate::office::SampleOffice;
use crate::samples::Samples;

impl GuaranteeDesk for SampleOffice {
    fn board<'a>(&'a self, who: Asker<'a>, _: BoardAsk) -> Answer<'a, Board> {
        let board = Samples(who.language).board();
        Box::pin(async move { Ok(board) })
    }

    fn terms<'a>(&'a self, who: Asker<'a>, ask: ListAsk) -> Answer<'a, TermList> {
        let list = Samples(who.language).terms(ask.standing == "late");
        Box::pin(async move { Ok(list) })
    }
}
