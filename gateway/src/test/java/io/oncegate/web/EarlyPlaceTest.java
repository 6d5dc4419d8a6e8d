package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.NettyPipeline;

/** Where a connection's requests may be looked at ahead of its server: nobody else looks at them there. */
class EarlyPlaceTest {

    @ParameterizedTest
    @CsvSource({
        "true,  HttpCodec HttpTrafficHandler ReactiveBridge",
        // sees bytes, not requests
        "true,  SslHandler HttpCodec HttpTrafficHandler ReactiveBridge",
        "false, HttpCodec CompressionHandler HttpTrafficHandler ReactiveBridge",
        "false, HttpCodec HttpTrafficHandler AccessLogHandler ReactiveBridge",
        "false, HttpCodec HttpTrafficHandler HttpMetricsHandler ReactiveBridge",
        "false, HttpCodec H2CUpgradeHandler HttpTrafficHandler ReactiveBridge",
        "false, H2OrHttp11Codec ReactiveBridge",
        "false, HttpCodec HttpTrafficHandler"
    })
    void codecServerAndBridgeFollowEachOther(boolean plain, String handlers) throws ReflectiveOperationException {
        EmbeddedChannel channel = new EmbeddedChannel();
        for (String handler : handlers.split(" ", -1)) {
            String name = (String) NettyPipeline.class.getField(handler).get(null);
            channel.pipeline().addLast(name, new ChannelInboundHandlerAdapter());
        }
        assertThat(EarlyReplays.isPlain(channel.pipeline())).isEqualTo(plain);
    }
}
