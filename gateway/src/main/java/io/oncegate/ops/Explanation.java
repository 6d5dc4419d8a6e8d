package io.oncegate.ops;

import io.oncegate.core.Entry;
import io.oncegate.core.EntryAdmin.Found;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.RouteTerms;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened to an entry, in words: attempt by attempt, then what it is now and what a retry gets. Pure. */
final class Explanation {

    private final EntrySummary summary;
    private final Optional<Entry> entry;
    private final Optional<RouteTerms> terms;

    private Explanation(Found found, Optional<RouteTerms> terms) {
        this.summary = found.summary();
        this.entry = found.entry();
        this.terms = terms;
    }

    /**
     * One sentence or two for each thing that happened, and for what it is now.
     *
     * @param terms those of the entry's namespace; empty where no route uses it
     */
    static List<String> of(Found found, Optional<RouteTerms> terms) {
        return new Explanation(found, terms).told();
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        summary.details()
                .ifPresent(details -> Told.all(details, summary.state()).forEach(it -> {
                    told.add(it.inWords());
                    it.gap().ifPresent(told::add);
                }));
        told.add(now());
        return told;
    }

    private String now() {
        return switch (summary.state()) {
            case IN_FLIGHT ->
                "Its lease lasts until " + until() + " unless it is renewed. A retry waits, then gets 409"
                        + " request-in-progress.";
            case LAPSED, UNKNOWN -> unknown();
            case UNREADABLE ->
                "There are " + summary.size()
                        + " bytes here that cannot be read: damaged, or of another version. Whether"
                        + " anything took effect under this key is unknown. " + unknown();
            case RELEASED -> "The same request may run again: a retry is executed, as the next attempt.";
            case KEPT -> "The answer" + size() + " is kept. A retry of the same request gets it until " + until() + ".";
            case EXPIRED -> "The answer's time is over. A retry gets 409 result-expired" + toTheEnd() + ".";
            case NOT_KEPT ->
                "The answer was too large, was streamed, or Redis had no room for it: only the fact is kept. A retry"
                        + " gets 409 result-not-kept" + toTheEnd() + ".";
        };
    }

    private String size() {
        return entry.map(it ->
                        it instanceof Entry.Kept kept ? ", " + kept.answer().body().length + " bytes," : "")
                .orElse("");
    }

    private String unknown() {
        return terms.map(it -> it.upstreamDeduplicates()
                        ? "The service recognises the key itself, so a retry runs again, as the next attempt."
                        : "A retry gets 409 outcome-unknown" + toTheEnd()
                                + ", unless an operator settles or releases it.")
                .orElse("No route of this gateway uses its namespace, so it is not known here what a retry gets.");
    }

    private String until() {
        return summary.details()
                .flatMap(EntrySummary.Details::until)
                .map(Explanation::at)
                .orElse("an unknown time");
    }

    private String toTheEnd() {
        return summary.timeLeft()
                .map(left -> " until " + at(summary.now().plus(left)) + ", and after that the key is new")
                .orElse("; nothing in Redis ever ends that");
    }

    static String at(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
