package io.oncegate.ops;

import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** One word for each outcome of a claim. */
final class Words implements ClaimOutcome.Cases<String> {

    @Override
    public String granted(Claim claim) {
        return "granted";
    }

    @Override
    public String replay(Answer.Kept answer) {
        return "replay";
    }

    @Override
    public String busy(Duration leaseLeft) {
        return "busy";
    }

    @Override
    public String mismatch() {
        return "mismatch";
    }

    @Override
    public String outcomeUnknown(UnknownCause cause) {
        return "unknown-" + cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String expired(int firstStatus, Optional<String> location) {
        return "expired";
    }

    @Override
    public String notKept(int firstStatus, Optional<String> location) {
        return "not-kept";
    }
}
