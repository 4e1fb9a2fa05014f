"""The operators' console of the workflow engine: shows every process, so staff only."""

from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from workflows.flows.certification import CertificationFlow

site = Site(
    title="Atest",
    permission="workflows.view_certificationprocess",
    # The name it would take by itself is that of our own package.
    viewsets=[FlowAppViewset(CertificationFlow, icon="assignment", app_name="console")],
)
