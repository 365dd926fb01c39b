//! Dividing the way of a round among groups: each has a stretch of it, about as long as the others', and a village is cut in two
//! only where the stretches would otherwise be too uneven.

use std::ops::Range;

/// Why a way cannot be divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DivideError {
    /// No group at all.
    #[error("a round has at least one group")]
    NoGroup,
    /// More groups than stops.
    #[error("{groups} groups for {stops} households: some would have nobody to visit")]
    TooManyGroups {
        /// How many groups were asked for.
        groups: usize,
        /// How many households there are.
        stops: usize,
    },
}

/// What a way of dividing costs: villages that are cut in two, then unevenness.
type Cost = (usize, usize);

/// Where the way to a cut came from.
#[derive(Clone, Copy)]
struct Reached {
    cost: Cost,
    from: usize,
}

/// The stretches of `groups` groups over a way whose stops lie in these villages, in the order in which they are walked. No
/// stretch is longer or shorter than an even share by more than a tenth of it; among those, as few villages as can be are
/// cut in two, then the stretches are as even as can be, then the earlier cut.
pub fn divide<V: PartialEq>(villages: &[V], groups: usize) -> Result<Vec<Range<usize>>, DivideError> {
    let stops = villages.len();
    let Some(share) = stops.checked_div(groups) else { return Err(DivideError::NoGroup) };
    if share == 0 {
        return Err(DivideError::TooManyGroups { groups, stops });
    }
    let slack = share / 10;
    let least = share.saturating_sub(slack).max(1);
    let most = stops.div_ceil(groups).saturating_add(slack);
    let mut reached: Vec<Vec<Option<Reached>>> = Vec::with_capacity(groups);
    let mut before: Vec<Option<Reached>> = vec![None; stops.saturating_add(1)];
    if let Some(start) = before.first_mut() {
        *start = Some(Reached { cost: (0, 0), from: 0 });
    }
    for group in 1..=groups {
        let after = groups.saturating_sub(group);
        let nearest = stops.saturating_sub(after.saturating_mul(most)).max(group.saturating_mul(least));
        let farthest = stops.saturating_sub(after.saturating_mul(least)).min(group.saturating_mul(most));
        let mut here: Vec<Option<Reached>> = vec![None; stops.saturating_add(1)];
        for cut in nearest..=farthest {
            let splits =
                usize::from(cut < stops && cut > 0 && villages.get(cut.saturating_sub(1)) == villages.get(cut));
            let starts = cut.saturating_sub(most)..=cut.saturating_sub(least);
            let ways = starts.filter_map(|from| {
                let before = before.get(from).copied().flatten()?;
                let length = cut.saturating_sub(from);
                let uneven = length.abs_diff(share);
                let cost =
                    (before.cost.0.saturating_add(splits), before.cost.1.saturating_add(uneven.saturating_mul(uneven)));
                (least..=most).contains(&length).then_some(Reached { cost, from })
            });
            if let Some(place) = here.get_mut(cut) {
                *place = ways.min_by_key(|way| (way.cost, way.from));
            }
        }
        reached.push(before);
        before = here;
    }
    Ok(walked_back(&reached, &before, stops))
}

/// The stretches, from the last cut back to the first.
fn walked_back(reached: &[Vec<Option<Reached>>], last: &[Option<Reached>], stops: usize) -> Vec<Range<usize>> {
    let mut stretches = Vec::with_capacity(reached.len());
    let mut cut = stops;
    let layers = reached.iter().skip(1).map(Vec::as_slice).chain(std::iter::once(last));
    for layer in layers.collect::<Vec<_>>().into_iter().rev() {
        let Some(way) = layer.get(cut).copied().flatten() else { break };
        stretches.push(way.from..cut);
        cut = way.from;
    }
    stretches.reverse();
    stretches
}
