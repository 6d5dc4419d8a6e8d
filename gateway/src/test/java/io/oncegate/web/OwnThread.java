package io.oncegate.web;

import java.util.concurrent.Executor;

/** For what blocks. The common pool may have one thread only, and from JDK 25 on the HTTP client needs it, too. */
final class OwnThread implements Executor {

    @Override
    public void execute(Runnable task) {
        Thread thread = new Thread(task, "own-thread");
        thread.setDaemon(true);
        thread.start();
    }
}
