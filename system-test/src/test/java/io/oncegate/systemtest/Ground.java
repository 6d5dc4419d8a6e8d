package io.oncegate.systemtest;

import java.util.List;

/** What the parts of a fleet stand on. */
interface Ground extends AutoCloseable {

    /** Where one more process may run. */
    Site site();

    /** Where processes reach what listens here. */
    String here();

    /** Whether what runs at one site can be cut off from what runs at others. */
    boolean isDivisible();

    /** Lets nothing come to a site or leave it any more, without a word to anybody, until given back. */
    Held isolate(Site site);

    /** Lets nothing that is sent from some sites arrive at others, without a word to those, until given back. */
    Held silence(List<Site> from, List<Site> to);

    /** In a few words. */
    String kind();

    @Override
    void close();

    /** Loopback, on which everybody reaches everybody. */
    static Ground loopback() {
        return new Ground() {
            @Override
            public Site site() {
                return Site.LOOPBACK;
            }

            @Override
            public String here() {
                return Site.LOOPBACK.host();
            }

            @Override
            public boolean isDivisible() {
                return false;
            }

            @Override
            public Held isolate(Site site) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Held silence(List<Site> from, List<Site> to) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {
                // it was there before
            }

            @Override
            public String kind() {
                return "gates, where there are any";
            }

            @Override
            public String toString() {
                return "loopback, cut at gates";
            }
        };
    }

    /** A network of its own where the machine lets us make one; in CI it has to. */
    static Ground divisible() {
        return PrivateNetwork.open().<Ground>map(network -> network).orElseGet(() -> {
            if (System.getenv("CI") != null) {
                throw new AssertionError(
                        "no network namespace can be made here, and this is CI: " + PrivateNetwork.NEEDS);
            }
            return loopback();
        });
    }
}
