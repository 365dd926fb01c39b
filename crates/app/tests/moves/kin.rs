//! Whoever is close to somebody: themself, and relatives as either's record says.

use guanai_kernel::ids::PersonId;
use guanai_registry::Kin;
use guanai_store::{households, persons};

use crate::town::{Town, person, source};

impl Town {
    /// Somebody of the register who belongs nowhere here.
    pub async fn stranger(&mut self, number: u32) -> PersonId {
        let one = person(&mut self.ids, number);
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, &[one.clone()]).await.unwrap();
        tx.commit().await.unwrap();
        one.person_id
    }

    /// Whoever may not decide about somebody: the person, a relative whom their record names, and one whose record names them.
    pub async fn close_to(&mut self, person_id: PersonId, number: u32) -> [PersonId; 3] {
        let [one, other] = [self.stranger(number).await, self.stranger(number + 1).await];
        let kin = |person_id, relative_id| Kin { person_id, relative_id, relation: "20".to_owned(), source: source() };
        let mut tx = self.db.begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin(person_id, one), kin(other, person_id)]).await.unwrap();
        tx.commit().await.unwrap();
        [person_id, one, other]
    }
}
