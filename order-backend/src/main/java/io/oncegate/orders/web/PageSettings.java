package io.oncegate.orders.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patient the order page is; set under {@code orders.page}.
 *
 * @param sendTimeout how long one sending of an order waits for its answer
 * @param patience how long the page goes on trying by itself before it asks the person
 * @param readTimeout how long the page waits for anything that it only reads
 */
@ConfigurationProperties("orders.page")
record PageSettings(
        @DefaultValue("10s") Duration sendTimeout,
        @DefaultValue("30s") Duration patience,
        @DefaultValue("8s") Duration readTimeout) {}
