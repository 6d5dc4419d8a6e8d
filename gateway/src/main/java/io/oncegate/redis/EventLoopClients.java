package io.oncegate.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.IOUringProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A client of Redis for each event loop that serves HTTP, on that very loop: what a request asks Redis is written and
 * answered by the thread that the request is on, and no other has to be woken. What many requests ask in one turn of the
 * loop goes out together.
 *
 * <p>A client, and not only a connection, so that a connection that is made anew is on its loop again.
 */
public final class EventLoopClients implements AutoCloseable {

    private record OnLoop(EventLoop loop, LettuceConnectionFactory factory) {}

    private final List<OnLoop> clients;

    private EventLoopClients(List<OnLoop> clients) {
        this.clients = List.copyOf(clients);
    }

    /** No loop has one: all requests share one connection. */
    public static EventLoopClients none() {
        return new EventLoopClients(List.of());
    }

    /**
     * A client for each loop.
     *
     * @param application what is configured for the application
     * @param loops those that serve HTTP; where the driver cannot use them, there are no clients here
     */
    public static EventLoopClients of(LettuceConnectionFactory application, EventExecutorGroup loops) {
        List<OnLoop> clients = new ArrayList<>();
        for (EventExecutor executor : loops) {
            if (executor instanceof EventLoop loop && isOfUse(loop)) {
                LettuceConnectionFactory factory = DedicatedClient.like(application, loop);
                factory.start();
                clients.add(new OnLoop(loop, factory));
            }
        }
        return new EventLoopClients(clients);
    }

    /** The driver takes the first of these that there is, and opens only what belongs to it. */
    private static boolean isOfUse(EventLoop loop) {
        return EpollProvider.isAvailable() && !IOUringProvider.isAvailable() && EpollLoops.isOne(loop);
    }

    /** Looked at only where there are the classes. */
    private static final class EpollLoops {

        static boolean isOne(EventLoop loop) {
            return loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        }
    }

    /** How many there are. */
    int size() {
        return clients.size();
    }

    AbstractRedisClient client(int index) {
        return clients.get(index).factory().getRequiredNativeClient();
    }

    /** Which one is on the loop of the current thread; empty where it is no such loop's. */
    Optional<Integer> current() {
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i).loop().inEventLoop()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        clients.forEach(it -> it.factory().destroy());
    }
}
