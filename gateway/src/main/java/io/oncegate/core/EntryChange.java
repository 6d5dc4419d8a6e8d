package io.oncegate.core;

import java.util.Optional;

/** What became of an operator's change. */
public sealed interface EntryChange {

    /** Handles each case; a case added later does not compile until every caller handles it. */
    <T> T fold(Cases<T> cases);

    /** One function for each outcome. */
    interface Cases<T> {
        /** It was made. Nothing is left of the entry where {@code after} is empty. */
        T changed(EntrySummary before, Optional<EntrySummary> after);

        /** There is no such entry, or not any more. */
        T gone();

        /** It is not what the operator saw: look again, and decide again. Nothing was changed. */
        T changedMeanwhile(EntrySummary now);

        /** It is what the operator saw, and that may not be changed so. */
        T notAllowed(Why why);
    }

    /** Why an entry may not be changed so. */
    enum Why {
        /** Somebody is executing it: wait, or for the end of the lease. */
        IN_FLIGHT,
        /** It was executed and answered: it can be deleted, and nothing else. */
        ALREADY_DONE,
        /** It may run again already. */
        ALREADY_RELEASED,
        /** The store has no room for such an answer: too many headers, or too long ones. */
        ANSWER_DOES_NOT_FIT
    }

    /** See {@link Cases#changed}. */
    record Changed(EntrySummary before, Optional<EntrySummary> after) implements EntryChange {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.changed(before, after);
        }
    }

    /** See {@link Cases#gone}. */
    record Gone() implements EntryChange {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.gone();
        }
    }

    /** See {@link Cases#changedMeanwhile}. */
    record ChangedMeanwhile(EntrySummary now) implements EntryChange {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.changedMeanwhile(now);
        }
    }

    /** See {@link Cases#notAllowed}. */
    record NotAllowed(Why why) implements EntryChange {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.notAllowed(why);
        }
    }
}
