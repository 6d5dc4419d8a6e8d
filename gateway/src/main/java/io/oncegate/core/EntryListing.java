package io.oncegate.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A part of a list of entries. */
public sealed interface EntryListing {

    /** Handles each case; a case added later does not compile until every caller handles it. */
    <T> T fold(Function<Page, T> page, Supplier<T> wrongCursor);

    /**
     * How much to look for.
     *
     * @param cursor where the page before ended; empty for the first
     * @param limit how many entries at most
     * @param budget after how long to stop looking, with what was found
     */
    record Ask(Optional<String> cursor, int limit, Duration budget) {

        /**
         * @throws IllegalArgumentException if the limit is not positive, or the budget is negative
         */
        public Ask {
            if (limit <= 0 || budget.isNegative()) {
                throw new IllegalArgumentException("the limit is positive, the budget is not negative");
            }
        }
    }

    /**
     * Some entries, in no order. May be empty though there are more: only a page without a cursor is the last. What is
     * there for as long as the walk lasts is on some page, maybe on two; what comes or goes meanwhile may be missed.
     *
     * @param entries what was found
     * @param next where to go on; empty at the end
     */
    record Page(List<EntrySummary> entries, Optional<String> next) implements EntryListing {

        /** Copies the list. */
        public Page {
            entries = List.copyOf(entries);
        }

        @Override
        public <T> T fold(Function<Page, T> page, Supplier<T> wrongCursor) {
            return page.apply(this);
        }
    }

    /** The cursor is none of this store's, or of a node that is not there any more: begin afresh. */
    record WrongCursor() implements EntryListing {
        @Override
        public <T> T fold(Function<Page, T> page, Supplier<T> wrongCursor) {
            return wrongCursor.get();
        }
    }
}
