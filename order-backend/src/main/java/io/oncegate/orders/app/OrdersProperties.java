package io.oncegate.orders.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets under {@code orders}.
 *
 * @param gatewayToken the secret that the gateway shows; there is no default
 * @param reorderWindow how long after an order the same content under another key is questioned; 0 turns it off
 */
@ConfigurationProperties("orders")
record OrdersProperties(
        @Nullable String gatewayToken, @DefaultValue("10m") Duration reorderWindow) {}
