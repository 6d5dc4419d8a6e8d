package io.oncegate.redis;

import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.resource.EpollProvider;
import java.time.Duration;

/**
 * The application's socket options, made to notice soon that the other side is gone. By itself a system goes on sending
 * into a connection whose host has vanished for a quarter of an hour, in which every claim times out though Redis may be
 * back under the same address; and it never notices where nothing is sent, as on a subscription.
 */
final class PromptSockets {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private PromptSockets() {}

    static SocketOptions from(SocketOptions applications) {
        SocketOptions.Builder options = applications.mutate();
        if (applications.getConnectTimeout().compareTo(LONGEST_CONNECT) > 0) {
            options.connectTimeout(LONGEST_CONNECT);
        }
        if (applications.getKeepAlive().getIdle().equals(KeepAliveOptions.DEFAULT_IDLE)) {
            options.keepAlive(KeepAliveOptions.builder()
                    .enable()
                    .idle(LONGEST_SILENCE)
                    .interval(Duration.ofSeconds(1))
                    .count(5)
                    .build());
        }
        // named in each case, since mutate() leaves it behind; without the native transport it cannot be set
        options.tcpUserTimeout(
                applications.isEnableTcpUserTimeout() || !EpollProvider.isAvailable()
                        ? applications.getTcpUserTimeout()
                        : TcpUserTimeoutOptions.builder()
                                .enable()
                                .tcpUserTimeout(LONGEST_SILENCE)
                                .build());
        return options.build();
    }
}
