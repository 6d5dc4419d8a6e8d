package io.oncegate.core;

import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** How an execution under a claim ended: three endings, not two (contract 4 and 5). */
public sealed interface Ending {

    /** Handles each case; a case added later does not compile until every caller handles it. */
    <T> T fold(Function<Answer, T> completed, Supplier<T> notExecuted, Supplier<T> unknown);

    /** The status of the upstream's answer, where one came: for the entry's history. */
    OptionalInt upstreamStatus();

    /**
     * Done: the answer is what every retry gets.
     *
     * @param answer the first answer, or the mark that it cannot be kept
     */
    record Completed(Answer answer) implements Ending {
        @Override
        public OptionalInt upstreamStatus() {
            return OptionalInt.of(answer.status());
        }

        @Override
        public <T> T fold(Function<Answer, T> completed, Supplier<T> notExecuted, Supplier<T> unknown) {
            return completed.apply(answer);
        }
    }

    /**
     * Certainly not done: the key is forgotten and may be used afresh, even for a corrected request. Not where an earlier
     * attempt under the entry ended unknown: that one may have had its effect, so its unknown outcome comes back.
     */
    record NotExecuted(OptionalInt upstreamStatus) implements Ending {
        /** Without an answer of the upstream. */
        public NotExecuted() {
            this(OptionalInt.empty());
        }

        @Override
        public <T> T fold(Function<Answer, T> completed, Supplier<T> notExecuted, Supplier<T> unknown) {
            return notExecuted.get();
        }
    }

    /** Nobody can know: fingerprint and attempt are remembered, and the next claim decides what that means. */
    record Unknown(OptionalInt upstreamStatus) implements Ending {
        /** Without an answer of the upstream. */
        public Unknown() {
            this(OptionalInt.empty());
        }

        @Override
        public <T> T fold(Function<Answer, T> completed, Supplier<T> notExecuted, Supplier<T> unknown) {
            return unknown.get();
        }
    }
}
