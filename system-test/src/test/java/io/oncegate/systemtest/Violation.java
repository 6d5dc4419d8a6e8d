package io.oncegate.systemtest;

import io.oncegate.systemtest.History.Exchange;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A promise that was not kept.
 *
 * @param rule which
 * @param key under which key
 * @param shown the part of the history that shows it
 */
record Violation(Rule rule, String key, List<Exchange> shown) {

    /** What the contract promises to whoever sends a key. */
    enum Rule {
        /** A key makes one order at most (contract 5, 9). */
        AT_MOST_ONCE,
        /** Whoever is told of a success is told of what is there. */
        SUCCESS_NAMES_WHAT_IS_THERE,
        /** All successes under a key have one body, but for the service's word that it had seen the order before. */
        ONE_BODY,
        /** Replays are the same bytes, for as long as Redis remembers (contract 1, 6). */
        REPLAYS_AGREE,
        /** {@code key-reused} only where something else was sent under the key (contract 3). */
        REUSED_ONLY_IF_REUSED,
        /** No final failure for a request that took effect (contract 5). */
        NO_FAILURE_FOR_WHAT_IS_THERE,
        /** Where every answer says that nothing was executed, nothing was (contract 3). */
        NOT_EXECUTED_IS_TRUE,
        /** Whoever goes on asking is answered in the end. */
        ANSWERED_IN_THE_END
    }

    /** What shows it, shortened for people. */
    String excerpt() {
        long begun = shown.stream().mapToLong(Exchange::sent).min().orElse(0);
        return name() + ":\n"
                + shown.stream().map(one -> "  " + line(one, begun)).collect(Collectors.joining("\n"));
    }

    private static String line(Exchange one, long begun) {
        String got = one.reply()
                .map(answer -> answer.status()
                        + (answer.replayed() ? " replayed " : " ")
                        + (answer.code().isEmpty() ? answer.body() : answer.code()))
                .orElse("no answer");
        return String.format(
                Locale.ROOT,
                "%.2f s to %.2f s, gateway %d: %.120s",
                (one.sent() - begun) / 1e9,
                (one.ended() - begun) / 1e9,
                one.gateway(),
                got);
    }

    private String name() {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public String toString() {
        return name() + ", key " + key + ":\n"
                + shown.stream().map(exchange -> "    " + exchange).collect(Collectors.joining("\n"));
    }
}
