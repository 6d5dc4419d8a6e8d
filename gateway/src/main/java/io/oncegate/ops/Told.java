package io.oncegate.ops;

import io.oncegate.core.Attempt;
import io.oncegate.core.Attempt.How;
import io.oncegate.core.EntryState;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.History;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened under an entry, told with its number.
 *
 * @param number as the upstream was told it, 1 is the first; empty for what was done by hand
 * @param forgotten how many attempts right after it are not remembered
 * @param attempt what is remembered
 * @param how how it ended; one whose lease ran out has lapsed
 */
record Told(OptionalInt number, int forgotten, Attempt attempt, How how) {

    /** Everything that is remembered, oldest first. */
    static List<Told> all(EntrySummary.Details details, EntryState state) {
        List<Attempt> attempts = details.attempts();
        Deque<Told> told = new ArrayDeque<>();
        int number = details.attempt();
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Attempt attempt = attempts.get(i);
            How how = attempt.how() == How.IN_FLIGHT && state == EntryState.LAPSED ? How.LAPSED : attempt.how();
            if (isByHand(how)) {
                told.addFirst(new Told(OptionalInt.empty(), 0, attempt, how));
            } else {
                // of many, the first and the latest are remembered
                boolean first = i == 0 && attempts.size() > History.MOST_EARLIER;
                told.addFirst(new Told(OptionalInt.of(first ? 1 : number), first ? number - 1 : 0, attempt, how));
                number--;
            }
        }
        return List.copyOf(told);
    }

    private static boolean isByHand(How how) {
        return how == How.RELEASED_BY_HAND || how == How.SETTLED_BY_HAND;
    }

    /** What is said of those that are not remembered. */
    Optional<String> gap() {
        return forgotten <= 0
                ? Optional.empty()
                : Optional.of("Of what came right after it, " + forgotten
                        + (forgotten == 1 ? " attempt is" : " attempts are") + " not remembered.");
    }

    String inWords() {
        String at = Explanation.at(attempt.started());
        return switch (how) {
            case RELEASED_BY_HAND -> "At " + at + " an operator let it run again, through " + gateway() + ".";
            case SETTLED_BY_HAND ->
                "At " + at + " an operator settled it as done, through " + gateway() + ", with an answer of"
                        + status().orElse(" their own") + ".";
            default -> "Attempt " + number.orElse(0) + " was started by " + gateway() + " at " + at + end();
        };
    }

    private String gateway() {
        return "gateway " + attempt.instance();
    }

    private String end() {
        return switch (how) {
            case IN_FLIGHT -> " and is still running.";
            case LAPSED ->
                "; nobody ended it (its gateway died, or lost Redis), and its lease ran out: whether it took effect is"
                        + " unknown.";
            case NOT_EXECUTED ->
                " and was certainly not executed" + answered() + after() + "; an earlier attempt may have been.";
            case STILL_RELEASED ->
                " and was certainly not executed" + answered() + after() + "; the operator's release still stands.";
            case UNKNOWN ->
                status().isPresent()
                        ? " and was answered with" + status().get() + after()
                                + ", which leaves open whether it took effect."
                        : " and got no answer" + after() + ": whether it took effect is unknown.";
            default -> " and was answered" + answered() + after() + ".";
        };
    }

    private String answered() {
        return status().map(it -> " with" + it).orElse("");
    }

    private Optional<String> status() {
        OptionalInt status = attempt.upstreamStatus();
        return status.isPresent() ? Optional.of(" status " + status.getAsInt()) : Optional.empty();
    }

    private String after() {
        return attempt.took().map(took -> " after " + readable(took)).orElse("");
    }

    private static String readable(Duration took) {
        return took.toSeconds() < 1
                ? took.toMillis() + " ms"
                : took.toSeconds() + "." + took.toMillisPart() / 100 + " s";
    }
}
