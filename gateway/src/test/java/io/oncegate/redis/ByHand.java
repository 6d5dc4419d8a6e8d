package io.oncegate.redis;

import io.oncegate.core.Attempt;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryChange.Cases;
import io.oncegate.core.EntryChange.Why;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.StoreUnderTest;
import java.util.Optional;
import java.util.stream.Collectors;

/** What operators are told, without the times and tokens that no two stores have in common. */
final class ByHand implements Cases<String> {

    private ByHand() {}

    static String told(EntryChange change) {
        return change.fold(new ByHand());
    }

    static String found(EntryAdmin admin, EntryId id) {
        return StoreUnderTest.result(admin.find(id))
                .map(found -> {
                    EntrySummary summary = found.summary();
                    String attempts = summary.details().stream()
                            .flatMap(details -> details.attempts().stream())
                            .map(ByHand::told)
                            .collect(Collectors.joining(", "));
                    return summary.state() + ", " + summary.details().map(it -> it.fingerprint() + " " + it.attempt())
                            + ": " + attempts;
                })
                .orElse("nothing");
    }

    /** How long it took in minutes, since a real clock goes on by itself. */
    private static String told(Attempt attempt) {
        return attempt.how() + " " + attempt.instance() + " " + attempt.upstreamStatus()
                + attempt.took().map(it -> " " + it.toMinutes() + " min");
    }

    @Override
    public String changed(EntrySummary before, Optional<EntrySummary> after) {
        return before.state() + " to " + after.map(it -> it.state().name()).orElse("nothing");
    }

    @Override
    public String gone() {
        return "gone";
    }

    @Override
    public String changedMeanwhile(EntrySummary now) {
        return "changed meanwhile";
    }

    @Override
    public String notAllowed(Why why) {
        return "not allowed: " + why;
    }
}
