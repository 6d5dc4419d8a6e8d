package io.oncegate.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * The runnable gateway (contract 12). Its configuration is named {@code gateway}: the built-in {@code gateway.yml}, then
 * {@code config/gateway.yml} beside where it is started, then {@code spring.config.additional-location}. Not
 * {@code application}, which belongs to whoever takes the jar as a library.
 */
@SpringBootApplication(
        // a span for each command, of which nobody hears: there is no tracer here
        excludeName =
                "org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration")
public class GatewayApplication {

    private static final String EVENT_LOOPS = "reactor.netty.ioWorkerCount";
    private static final String BUFFERS_FOLLOWED = "io.netty.leakDetection.level";

    /** Runs the gateway until it is told to stop. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    static SpringApplication application() {
        // the default is four at least: with fewer processors they only take turns, and wake each other
        setUnlessSet(EVENT_LOOPS, Integer.toString(Runtime.getRuntime().availableProcessors()));
        // follows one buffer in a hundred with a stack trace; the tests follow every one of all
        setUnlessSet(BUFFERS_FOLLOWED, "disabled");
        return new SpringApplicationBuilder(GatewayApplication.class)
                .properties("spring.config.name=gateway")
                .build();
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
