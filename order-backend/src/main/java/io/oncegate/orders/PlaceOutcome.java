package io.oncegate.orders;

/** What came of a request to order (contract 9). */
public sealed interface PlaceOutcome {

    /** Handles each case; a case added later does not compile until every caller handles it. */
    <T> T fold(Cases<T> cases);

    /** One function for each outcome. */
    interface Cases<T> {
        /** A new order. */
        T placed(Order order);

        /** The key's order, placed before: the request is a repetition of the one that placed it. */
        T repeated(Order original);

        /** The key has an order with other content; nothing was ordered. */
        T keyReused();

        /** The user ordered the same a moment ago under another key; nothing was ordered until a person confirms. */
        T possibleDuplicate(Order existing);

        /** There is no such product; nothing was ordered. */
        T unknownProduct();
    }

    /** See {@link Cases#placed}. */
    record Placed(Order order) implements PlaceOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.placed(order);
        }
    }

    /** See {@link Cases#repeated}. */
    record Repeated(Order original) implements PlaceOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.repeated(original);
        }
    }

    /** See {@link Cases#keyReused}. */
    record KeyReused() implements PlaceOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.keyReused();
        }
    }

    /** See {@link Cases#possibleDuplicate}. */
    record PossibleDuplicate(Order existing) implements PlaceOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.possibleDuplicate(existing);
        }
    }

    /** See {@link Cases#unknownProduct}. */
    record UnknownProduct() implements PlaceOutcome {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.unknownProduct();
        }
    }
}
