//! Where a shift can stand, and what can be done with it.

use crate::named;

named! {
    /// Where a shift stands.
    ShiftStage {
        /// Checked in, not yet out.
        Running = "running", "正在服务", "Serving now";
        /// Over, and waiting for the desk.
        Reported = "reported", "等社区确认", "Waiting for the community";
        /// It counts.
        Confirmed = "confirmed", "已确认", "Confirmed";
        /// The desk has a question.
        Disputed = "disputed", "社区有疑问", "The community has a question";
        /// Nobody came.
        Missed = "missed", "缺岗", "Missed";
        /// Taken back.
        Withdrawn = "withdrawn", "已撤销", "Taken back";
    }
}

impl ShiftStage {
    /// Whether somebody served, as far as is known: beside it there is no room for another.
    pub fn is_served(self) -> bool {
        !matches!(self, Self::Missed | Self::Withdrawn)
    }

    /// Those that [are served](Self::is_served).
    pub const SERVED: [Self; 4] = [Self::Running, Self::Reported, Self::Confirmed, Self::Disputed];
}

named! {
    /// What can be done with a shift.
    Step {
        /// Stop.
        CheckOut = "check_out", "签退", "Check out";
        /// Take it back.
        Withdraw = "withdraw", "撤销", "Take back";
        /// Say that it was so.
        Confirm = "confirm", "确认", "Confirm";
        /// Ask, and say why.
        Dispute = "dispute", "有疑问", "Dispute";
        /// Say when it really was.
        Correct = "correct", "改时间", "Correct";
        /// Say why one did not come.
        Explain = "explain", "说明原因", "Explain";
        /// Take back that somebody did not come.
        Revoke = "revoke", "取消缺岗", "Take the record back";
    }
}

impl Step {
    /// Whether a shift that stands so allows it; who may is the policy's matter.
    pub fn is_legal(self, stage: ShiftStage) -> bool {
        use ShiftStage::{Confirmed, Disputed, Missed, Reported, Running};
        match self {
            Self::CheckOut => stage == Running,
            Self::Withdraw => matches!(stage, Running | Reported | Disputed),
            Self::Confirm => matches!(stage, Reported | Disputed),
            Self::Dispute => matches!(stage, Reported | Confirmed),
            Self::Correct => stage == Disputed,
            Self::Explain | Self::Revoke => stage == Missed,
        }
    }
}
