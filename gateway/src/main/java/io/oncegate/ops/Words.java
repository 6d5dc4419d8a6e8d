package io.oncegate.ops;

import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.Ending;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** One word for each outcome of a claim, and for each other thing that is counted. */
final class Words implements ClaimOutcome.Cases<String> {

    static final Words OF_OUTCOMES = new Words();

    private static final String GRANTED_OVER_UNREADABLE = "granted-over-unreadable";

    private static final Map<UnknownCause, String> UNKNOWN = unknown();

    /** All words for outcomes. */
    static final List<String> OUTCOMES = Stream.concat(
                    Stream.of(
                            "granted",
                            "replay",
                            "busy",
                            "mismatch",
                            "expired",
                            "not-kept",
                            "over-limit",
                            GRANTED_OVER_UNREADABLE),
                    UNKNOWN.values().stream())
            .toList();

    /** All words for endings. */
    static final List<String> ENDINGS = List.of("completed", "not-executed", "unknown");

    static String of(Ending ending) {
        return ending.fold(answer -> "completed", () -> "not-executed", () -> "unknown");
    }

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<UnknownCause, String> unknown() {
        Map<UnknownCause, String> words = new EnumMap<>(UnknownCause.class);
        for (UnknownCause cause : UnknownCause.values()) {
            words.put(cause, "unknown-" + of(cause));
        }
        return words;
    }

    @Override
    public String granted(Claim claim) {
        return claim.overUnreadable() ? GRANTED_OVER_UNREADABLE : "granted";
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
        return Objects.requireNonNull(UNKNOWN.get(cause));
    }

    @Override
    public String expired(int firstStatus, Optional<String> location) {
        return "expired";
    }

    @Override
    public String notKept(int firstStatus, Optional<String> location) {
        return "not-kept";
    }

    @Override
    public String overLimit(Duration untilRoom) {
        return "over-limit";
    }
}
