"""The plain view set, at the path of the project's own."""

from rest_framework import serializers, viewsets
from rest_framework.routers import DefaultRouter

from forecasts.models import Forecast
from weather.journal.guard import service_write


class PlainSerializer(serializers.ModelSerializer[Forecast]):
    """The model's fields under the API's names."""

    temperatureC = serializers.DecimalField(  # noqa: N815 - the API's name
        source="temperature_c", max_digits=4, decimal_places=1
    )

    class Meta:
        model = Forecast
        fields = ["id", "date", "temperatureC", "summary", "location", "version"]
        read_only_fields = ["version"]


class PlainViewSet(viewsets.ModelViewSet[Forecast]):
    """Create, read, update, delete."""

    queryset = Forecast.objects.all()
    serializer_class = PlainSerializer

    def perform_create(self, serializer: serializers.BaseSerializer[Forecast]) -> None:
        """Save as a view set does; the guard allows writes in service_write() only."""
        with service_write():
            serializer.save()

    def perform_update(self, serializer: serializers.BaseSerializer[Forecast]) -> None:
        """Save likewise."""
        with service_write():
            serializer.save()

    def perform_destroy(self, instance: Forecast) -> None:
        """Delete likewise."""
        with service_write():
            instance.delete()


router = DefaultRouter(trailing_slash=False)
router.register("api/weatherforecast", PlainViewSet)
urlpatterns = router.urls
