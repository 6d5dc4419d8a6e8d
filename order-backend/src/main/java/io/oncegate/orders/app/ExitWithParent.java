package io.oncegate.orders.app;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Stops the service when its standard input ends: that is how it learns that the run command which started it is gone,
 * killed or not, so that neither it nor its embedded PostgreSQL stays behind.
 */
@Component
@ConditionalOnBooleanProperty("orders.exit-with-parent")
final class ExitWithParent implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ExitWithParent.class);

    private volatile boolean running;

    @Override
    public void start() {
        running = true;
        Thread watcher = new Thread(ExitWithParent::watch, "exit-with-parent");
        watcher.setDaemon(true);
        watcher.start();
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever sent; only the end counts
            }
        } catch (IOException e) {
            LOG.debug("standard input failed, which is an end too", e);
        }
        LOG.info("the process that started this one is gone");
        System.exit(0);
    }
}
