package io.oncegate.systemtest;

/** Ends things one after the other, whatever one of them has to complain of. */
final class Closing {

    private Closing() {}

    static void all(AutoCloseable... things) {
        AssertionError complaints = new AssertionError("not everything ended well");
        for (AutoCloseable thing : things) {
            try {
                thing.close();
            } catch (Exception | AssertionError e) {
                complaints.addSuppressed(e);
            }
        }
        if (complaints.getSuppressed().length > 0) {
            throw complaints;
        }
    }
}
