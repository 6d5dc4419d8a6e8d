package io.oncegate.systemtest;

/** What fails, and what then becomes of that which was held up. */
enum Fault {
    GATEWAY_KILLED("gateway killed") {
        @Override
        Http entrance(BreakableProduct product) {
            return product.victim();
        }

        @Override
        void strike(BreakableProduct product, Step step, Held held) {
            product.killVictim();
            held.cut();
        }
    },
    SERVICE_KILLED("service killed") {
        @Override
        void strike(BreakableProduct product, Step step, Held held) {
            product.killService();
            held.release();
        }

        @Override
        void repair(BreakableProduct product, Held held) {
            product.replaceService();
        }
    },
    REDIS_KILLED("Redis killed") {
        @Override
        void strike(BreakableProduct product, Step step, Held held) {
            product.killRedis();
            held.release();
        }

        @Override
        void repair(BreakableProduct product, Held held) {
            product.restartRedis();
        }
    },
    REDIS_FROZEN("Redis frozen") {
        @Override
        void strike(BreakableProduct product, Step step, Held held) {
            product.redis().pause();
            if (!step.isAtRedis()) {
                held.release();
            }
        }

        @Override
        void repair(BreakableProduct product, Held held) {
            held.release();
            product.redis().resume();
        }
    },
    CLIENT_CUT("client cut") {
        @Override
        Http entrance(BreakableProduct product) {
            return product.steadyThroughGate();
        }

        @Override
        void strike(BreakableProduct product, Step step, Held held) {
            product.cutClients();
            held.release();
        }
    };

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Where the first requests go; their retries go to the gateway that is never harmed. */
    Http entrance(BreakableProduct product) {
        return product.steady();
    }

    /** Lets it happen. */
    abstract void strike(BreakableProduct product, Step step, Held held);

    /** Brings back what is needed, once the first clients know how it went for them. */
    void repair(BreakableProduct product, Held held) {}
}
