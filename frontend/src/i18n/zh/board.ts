export default {
  do: {
    verify: '核实', respond: '启动处置', control: '已控制', 'flare-up': '复燃 / 反复', close: '结束事件', review: '复盘', cancel: '撤销', merge: '合并到…',
  },
  note: '说明', how: '核实方式', basis: '控制依据', reason: '原因', into: '合并到哪个事件', conclusion: '复盘结论',
  correction: '整改措施 {number}', correctionText: '整改内容', owner: '责任人', dueOn: '完成日期', addCorrection: '再加一条整改措施',
  tasks: '任务 未完成 {open} / {count}', noTasks: '还没有任务。启动预案，或下达任务。', plan: '启动预案', openPlan: '启动，下达全部任务', fits: '适用',
  within: '{minutes} 分钟内到场', newTask: '下达任务', task: '任务', detail: '要求', unit: '队伍', person: '人员', again: '改派', cancelTask: '取消任务',
  byRadio: '代报：{step}', due: '应于 {time} 前到场', attachments: '附件', noAttachments: '还没有附件', addFile: '添加照片、视频或文件',
  live: '实时', recording: '录像', noCameras: '没有关联的摄像机', call: '登记事件（电话、巡查）', openIncident: '立案', what: '发生了什么、在哪里',
  edit: '修改信息', responseLevel: '响应级别', warningColour: '预警颜色', position: '位置', onMap: '东经 {lon}°，北纬 {lat}°', noPosition: '未标注',
  channel: '信息来源', caller: '报告人', callerPhone: '报告人电话', learned: '接报', sourceLine: '来源', review: '复盘', importCap: '导入 CAP 预警',
  imported: 'CAP 已接收，已进入待处置预警', previous: '关联的之前事件', mergedInto: '已合并到',
}
