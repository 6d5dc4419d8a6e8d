package io.oncegate;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes down the leaks that Netty reports, of whichever test. Public with a public constructor, as Netty makes it: the
 * tests' options name it.
 *
 * @param <T> what is watched
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {

    private static final List<String> REPORTS = new CopyOnWriteArrayList<>();

    /**
     * @param type what is watched
     * @param samplingInterval how much of it
     */
    public LeakRecorder(Class<?> type, int samplingInterval) {
        super(type, samplingInterval);
    }

    /** What was reported so far. */
    static List<String> reports() {
        return List.copyOf(REPORTS);
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        REPORTS.add(type + records);
        super.reportTracedLeak(type, records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        REPORTS.add(type);
        super.reportUntracedLeak(type);
    }
}
