//! The pages of years' care plans over the app.

use guanai_app::care_plans::{
    CarePlansAsk, CarePlansError, MoveCarePlan, ProposeCarePlan, list_care_plans, move_care_plan, propose_care_plan,
    read_care_plan,
};
use guanai_casework::care_plan::CarePlanError;

use super::{County, id};
use crate::care_plans::{CarePlanDesk, CarePlanMove, CarePlanView, CarePlanWish, CarePlansPage};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;

impl From<CarePlansError> for AskError {
    fn from(error: CarePlansError) -> Self {
        match error {
            CarePlansError::Denied(error) => error.into(),
            CarePlansError::NotFound => Self::NotFound,
            CarePlansError::Operation(error) => error.into(),
            CarePlansError::Store(error) => error.into(),
            CarePlansError::Waiting => Self::Refused("web-refused-care-waiting"),
            CarePlansError::NotAbove => Self::Refused("web-refused-care-not-above"),
            CarePlansError::Plan(CarePlanError::OwnHand | CarePlanError::NotOwnHand) => {
                Self::Refused("web-refused-care-own-hand")
            }
            CarePlansError::Plan(CarePlanError::Unlawful { .. }) => Self::Refused("web-refused-care-move"),
            CarePlansError::Year
            | CarePlansError::Words
            | CarePlansError::Plan(
                CarePlanError::Nothing
                | CarePlanError::ZeroWithoutWhy { .. }
                | CarePlanError::TooMuch
                | CarePlanError::Weight,
            ) => Self::Refused("web-refused-care-typed"),
        }
    }
}

impl CarePlanDesk for County {
    fn care_plans<'a>(
        &'a self,
        who: Asker<'a>,
        organization: Option<String>,
        year: Option<i16>,
    ) -> Answer<'a, CarePlansPage> {
        Box::pin(async move {
            let ask = CarePlansAsk { organization_id: organization.as_deref().map(id).transpose()?, year };
            Ok(list_care_plans(&mut self.cx(who)?, ask).await?)
        })
    }
    fn care_plan<'a>(&'a self, who: Asker<'a>, plan: &'a str) -> Answer<'a, CarePlanView> {
        Box::pin(async move { Ok(read_care_plan(&mut self.cx(who)?, id(plan)?).await?) })
    }
    fn propose_care_plan<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: CarePlanWish) -> Answer<'a, String> {
        Box::pin(async move {
            let organization_id = id(&wish.organization)?;
            let wish = ProposeCarePlan { organization_id, year: wish.year, content: wish.content };
            Ok(propose_care_plan(&mut self.cx(who)?, op.into(), &wish).await?.to_string())
        })
    }
    fn move_care_plan<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        plan: &'a str,
        step: CarePlanMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            move_care_plan(&mut self.cx(who)?, op.into(), &MoveCarePlan { care_plan_id: id(plan)?, step, why }).await?;
            Ok(())
        })
    }
}
