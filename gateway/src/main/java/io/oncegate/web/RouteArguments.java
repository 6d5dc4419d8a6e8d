package io.oncegate.web;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.support.HasRouteId;

/** The arguments of one route; the gateway says which. */
public final class RouteArguments extends FilterArguments implements HasRouteId {

    private @Nullable String routeId;

    @Override
    public void setRouteId(String routeId) {
        this.routeId = routeId;
    }

    @Override
    public @Nullable String getRouteId() {
        return routeId;
    }
}
