package io.oncegate.systemtest;

import io.oncegate.systemtest.History.Exchange;
import io.oncegate.systemtest.History.Strike;
import java.util.List;
import java.util.Locale;

/**
 * How it went on after another had taken a primary's place.
 *
 * @param fault what the primary met
 * @param replaced nanoseconds from then until another was seen to be the primary
 * @param refused nanoseconds from then until the last answer that Redis could not be reached; 0 where none came after it
 */
record Recovery(String fault, long replaced, long refused) {

    /** All of a history. */
    static List<Recovery> of(History history) {
        List<Exchange> refusals = history.exchanges().stream()
                .filter(exchange -> exchange.reply()
                        .filter(answer -> answer.code().equals("store-unavailable"))
                        .isPresent())
                .toList();
        return history.strikes().stream()
                .filter(strike -> strike.replaced().isPresent())
                .map(strike -> of(strike, strike.replaced().orElseThrow(), refusals))
                .toList();
    }

    private static Recovery of(Strike strike, long replaced, List<Exchange> refusals) {
        long last = refusals.stream()
                .mapToLong(Exchange::ended)
                .filter(ended -> ended >= strike.from() && ended <= strike.to())
                .max()
                .orElse(replaced);
        return new Recovery(strike.fault(), replaced - strike.from(), Math.max(0, last - replaced));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f s | %.1f s", replaced / 1e9, refused / 1e9);
    }
}
