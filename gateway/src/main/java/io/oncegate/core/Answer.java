package io.oncegate.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The first answer to a request, as far as it is remembered. */
public sealed interface Answer {

    /** The status of the first answer. */
    int status();

    /** The {@code Location} of the first answer, if it had one. */
    Optional<String> location();

    /** Handles each case; a case added later does not compile until every caller handles it. */
    <T> T fold(Function<Kept, T> kept, Function<NotKept, T> notKept);

    /**
     * An answer kept whole.
     *
     * @param status its status
     * @param headers the kept headers, in order
     * @param body its bytes; shared, not copied, so nobody may write into them
     */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into it
    record Kept(int status, List<Header> headers, byte[] body) implements Answer {

        /** Copies the headers; the body is handed over. */
        public Kept {
            headers = List.copyOf(headers);
        }

        @Override
        public Optional<String> location() {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase("Location"))
                    .map(Header::value)
                    .findFirst();
        }

        @Override
        public <T> T fold(Function<Kept, T> kept, Function<NotKept, T> notKept) {
            return kept.apply(this);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Kept that
                    && status == that.status
                    && headers.equals(that.headers)
                    && Arrays.equals(body, that.body);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * status + headers.hashCode()) + Arrays.hashCode(body);
        }

        @Override
        public String toString() {
            // a body is the customer's, and does not belong in a log
            return "Kept[status=" + status + ", headers=" + headers.size() + ", body=" + body.length + " bytes]";
        }
    }

    /**
     * An answer that was too large or streamed: only the fact is remembered.
     *
     * @param status its status
     * @param location its {@code Location}, if it had one
     */
    record NotKept(int status, Optional<String> location) implements Answer {
        @Override
        public <T> T fold(Function<Kept, T> kept, Function<NotKept, T> notKept) {
            return notKept.apply(this);
        }
    }

    /**
     * One header line.
     *
     * @param name the field name as the upstream wrote it
     * @param value the field value
     */
    record Header(String name, String value) {}
}
