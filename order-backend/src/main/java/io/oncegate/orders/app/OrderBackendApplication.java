package io.oncegate.orders.app;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The order service as a process. Its configuration is called {@code order-backend}, in the jar and in {@code config/}. */
@SpringBootApplication(scanBasePackages = {"io.oncegate.orders", "io.oncegate.feedback", "io.oncegate.edge"})
@EnableConfigurationProperties(OrdersProperties.class)
public class OrderBackendApplication {

    /** Starts the service; it ends on SIGTERM or SIGINT, after the requests under way. */
    public static void main(String[] args) {
        application().run(args);
    }

    /** The service, not yet started. */
    public static SpringApplication application() {
        return new SpringApplicationBuilder(OrderBackendApplication.class)
                .properties(Map.of("spring.config.name", "order-backend"))
                .build();
    }
}
