package io.oncegate.autoconfigure;

import io.oncegate.core.Capacity;
import io.oncegate.core.IdempotencyEngine;
import io.oncegate.web.EarlyReplays;
import io.oncegate.web.FastPath;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ServerWebExchange;

/** Replays ahead of the server, where nobody else would have a say in them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(NettyReactiveWebServerFactory.class)
class EarlyReplaysConfiguration {

    @Bean
    EarlyReplays idempotencyEarlyReplays(
            FastPath path,
            IdempotencyEngine engine,
            Capacity capacity,
            ApplicationContext application,
            ObjectProvider<KnownSecurity> security) {
        @Nullable KnownSecurity known = security.getIfUnique();
        Consumer<ServerWebExchange> fields = known == null ? exchange -> {} : known.withoutCredentials();
        EarlyReplayConditions conditions = new EarlyReplayConditions(application, FastPathConditions.stoodFor(known));
        return new EarlyReplays(
                path,
                engine,
                capacity,
                new EarlyReplays.Terms(conditions::isOpen, fields, ServerWatch.of(application), System::nanoTime));
    }

    /** Not a customizer of servers itself: that would also be asked for the server of the management port. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> idempotencyEarlyReplaysPlace(
            ObjectProvider<EarlyReplays> replays) {
        SingletonSupplier<EarlyReplays> early = SingletonSupplier.of(replays::getObject);
        return factory -> factory.addServerCustomizers(server -> server.doOnChannelInit(
                (observer, channel, address) -> early.obtain().attach(channel)));
    }
}
