package io.oncegate.ops;

import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntryState;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Which part of which list is asked for.
 *
 * @param filter of what
 * @param cursor where to go on
 * @param limit how many
 */
record ListRequest(EntryFilter filter, Optional<String> cursor, int limit) {

    private static final int USUAL = 50;
    private static final int MOST = 500;
    private static final Duration BUDGET = Duration.ofMillis(1500);

    /**
     * @param states words, separated by commas
     * @throws RefusedRequestException if it makes no sense
     */
    static ListRequest of(
            @Nullable String namespace,
            @Nullable String caller,
            @Nullable String key,
            @Nullable String states,
            @Nullable String olderThan,
            @Nullable String youngerThan,
            @Nullable String cursor,
            @Nullable Integer limit) {
        int most = limit == null ? USUAL : limit;
        if (most < 1 || most > MOST) {
            throw new RefusedRequestException("limit-invalid", "limit is from 1 to " + MOST);
        }
        return new ListRequest(
                new EntryFilter(
                        given(namespace),
                        given(caller),
                        given(key),
                        states(given(states)),
                        given(olderThan).map(text -> duration("olderThan", text)),
                        given(youngerThan).map(text -> duration("youngerThan", text))),
                given(cursor),
                most);
    }

    EntryListing.Ask ask() {
        return new EntryListing.Ask(cursor, limit, BUDGET);
    }

    static Duration duration(String name, String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new RefusedRequestException(name + "-invalid", name + " is a duration, such as 90m or PT1H30M");
        }
    }

    private static Set<EntryState> states(Optional<String> words) {
        Set<EntryState> states = new LinkedHashSet<>();
        words.ifPresent(all -> {
            for (String word : all.split(",", -1)) {
                states.add(state(word.strip())
                        .orElseThrow(() ->
                                new RefusedRequestException("state-invalid", "there is no state " + word.strip())));
            }
        });
        return states;
    }

    private static Optional<EntryState> state(String word) {
        return Arrays.stream(EntryState.values())
                .filter(state -> Words.of(state).equals(word))
                .findFirst();
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).filter(it -> !it.isEmpty());
    }
}
