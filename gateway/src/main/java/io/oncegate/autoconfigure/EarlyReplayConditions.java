package io.oncegate.autoconfigure;

import io.oncegate.web.EarlyReplays;
import io.oncegate.web.FastPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;

/**
 * Whether replays may be answered ahead of the server: nobody on the way would do anything to one.
 *
 * @param application the gateway
 * @param stoodFor types of its filters that are known by what they do
 */
record EarlyReplayConditions(ApplicationContext application, Set<String> stoodFor) {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyReplays.class);

    boolean isOpen() {
        List<Object> unknown = Stream.of(filters(), handler(), server(), properties(), ServerWatch.unknown(application))
                .flatMap(List::stream)
                .toList();
        if (!unknown.isEmpty()) {
            LOG.info("No replay is answered ahead of the server, since {} may have a say in it.", unknown.get(0));
        }
        return unknown.isEmpty();
    }

    private List<Object> filters() {
        return FastPathConditions.unknown(
                application.getBeanProvider(WebFilter.class).stream().filter(filter -> !(filter instanceof FastPath)),
                stoodFor);
    }

    /** One that is decorated, or below a path of its own, is of another class. */
    private List<Object> handler() {
        return application.getBeanProvider(HttpHandler.class).stream()
                .<Object>map(HttpHandler::getClass)
                .filter(type -> type != HttpWebHandlerAdapter.class)
                .toList();
    }

    private List<Object> server() {
        return Stream.concat(
                        application.getBeanProvider(NettyServerCustomizer.class).stream(),
                        application.getBeanProvider(ForwardedHeaderTransformer.class).stream())
                .<Object>map(Object::getClass)
                .toList();
    }

    private List<Object> properties() {
        Environment environment = application.getEnvironment();
        Stream<Optional<String>> set = Stream.of(
                on(environment, "server.compression.enabled", "true"),
                on(environment, "server.forward-headers-strategy", "native"),
                Optional.of("server.netty.max-keep-alive-requests").filter(environment::containsProperty),
                Optional.of("server.forward-headers-strategy")
                        .filter(name -> !environment.containsProperty(name) && isBehindPlatform(environment)));
        return set.flatMap(Optional::stream).<Object>map(it -> it).toList();
    }

    private static Optional<String> on(Environment environment, String name, String value) {
        return Optional.of(name).filter(it -> value.equalsIgnoreCase(environment.getProperty(it)));
    }

    /** There forwarded addresses are believed unless somebody says otherwise. */
    private static boolean isBehindPlatform(Environment environment) {
        return Optional.ofNullable(CloudPlatform.getActive(environment))
                .map(CloudPlatform::isUsingForwardHeaders)
                .orElse(false);
    }
}
