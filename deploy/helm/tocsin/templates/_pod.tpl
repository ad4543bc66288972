{{- /* What every pod of Tocsin has: nobody's rights, nothing to write on, no shell, and where it may run. */ -}}
{{- define "tocsin.pod" -}}
# Kubernetes would put a variable per service into every pod; TOCSIN_… means something here.
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: { sizeLimit: 64Mi }
  {{- range .Values.workflows.configMaps }}
  - name: workflows-{{ .folder }}
    configMap: { name: {{ .name }} }
  {{- end }}
  {{- with .Values.workflows.volume }}
  - name: workflows
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "tocsin.container" -}}
image: {{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  privileged: false
  capabilities: { drop: [ALL] }
env:
  - { name: PORT, value: "3000" }
  {{- if or .Values.workflows.configMaps .Values.workflows.volume }}
  - { name: TOCSIN_WORKFLOWS, value: /workflows }
  {{- end }}
  {{- range $name, $value := .Values.config }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  {{- range .Values.workflows.configMaps }}
  - { name: workflows-{{ .folder }}, mountPath: /workflows/{{ .folder }}, readOnly: true }
  {{- end }}
  {{- if .Values.workflows.volume }}
  - { name: workflows, mountPath: /workflows, readOnly: true }
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
